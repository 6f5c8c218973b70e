import { http } from '@forewarm/adapters/http';
import { AskBox, ForewarmProvider } from '@forewarm/react';
import { render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterAll, beforeAll, expect, test } from 'vitest';

const WARMED = {
  status: 'warmed',
  hash: 'h',
  method: 'zero-tokens',
  usage: { prompt: 1, cacheRead: 0, cacheWrite: 1, output: 0 },
  ttlMs: 300_000,
};
const ANSWER = 'data: {"type":"start"}\n\ndata: {"type":"finish"}\n\n';

const { stackTraceLimit } = Error;
beforeAll(() => void (Error.stackTraceLimit = Infinity));
afterAll(() => void (Error.stackTraceLimit = stackTraceLimit));

/**
 * The kit's functions on a stack, the innermost first. Those before an `await` that nobody awaits
 * are not on it: an ask counts from `AskObserver.ask`, a warm from the browser's event.
 */
function kitCalls(stack: string): string[] {
  const frames = stack.split('\n').filter((line) => /\/packages\/\w+\/src\//.test(line));
  return frames.map((line) => /at (?:async )?(\S+)/.exec(line)![1]!);
}

test('a warm is at most 12 calls of the kit away from fetch, an ask at most 9', async () => {
  const calls = new Map<string, string[]>();
  const fetch = async ({ url }: Request): Promise<Response> => {
    const path = url.slice(url.lastIndexOf('/') + 1);
    if (!calls.has(path)) calls.set(path, kitCalls(new Error('Here.').stack!));
    if (path === 'warm') return Response.json(WARMED);
    return new Response(ANSWER, { headers: { 'content-type': 'text/event-stream' } });
  };
  render(
    <ForewarmProvider adapter={http({ url: 'http://localhost/api', fetch })}>
      <AskBox prefix={{ id: 'doc' }} />
    </ForewarmProvider>,
  );
  const user = userEvent.setup();
  await user.click(screen.getByRole('textbox'));
  await user.keyboard('Why?{Enter}');
  await waitFor(() => expect([...calls.keys()]).toEqual(['warm', 'ask']));
  expect(calls.get('warm')!.length).toBeLessThanOrEqual(12);
  expect(calls.get('ask')!.length).toBeLessThanOrEqual(9);
});
