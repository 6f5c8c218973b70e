import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createSimulator, fakeClock, type RecordedUsage } from '../index.js';

vi.setConfig({ testTimeout: 60_000 });

// Few parts, so that prompts extend each other or differ late. Each is long enough to cache.
const LINE = 'x'.repeat(4 * 1100);
const ttl = fc.constantFrom(undefined, '5m' as const);
const control = (value: '5m' | undefined): object =>
  value ? { cache_control: { type: 'ephemeral', ttl: value } } : {};
const text = fc
  .record({ word: fc.constantFrom('a', 'a', 'b'), ttl })
  .map((part) => ({ type: 'text', text: part.word + LINE, ...control(part.ttl) }));
const tool = fc
  .record({ name: fc.constantFrom('look', 'find', 'read'), ttl })
  .map((part) => ({ name: part.name, description: LINE, input_schema: { type: 'object' }, ...control(part.ttl) }));
const image = fc.constant({ type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } });

const body = fc
  .record({
    model: fc.constantFrom('claude-sonnet-4-6', 'claude-sonnet-4-6', 'claude-opus-4-8'),
    tools: fc.uniqueArray(tool, { maxLength: 1, selector: ({ name }) => name }),
    system: fc.array(text, { maxLength: 2, size: 'max' }),
    turns: fc.array(fc.array(text, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 4, size: 'max' }),
    picture: fc.option(image, { freq: 6, nil: undefined }),
    choice: fc.constantFrom('auto', 'auto', 'any'),
    effort: fc.constantFrom(undefined, undefined, 'low'),
    last: ttl,
  })
  .map(({ turns, picture, choice, effort, last, tools, ...rest }) => ({
    ...rest,
    max_tokens: 1,
    ...(tools.length > 0 && { tools, tool_choice: { type: choice } }),
    ...(effort && { output_config: { effort } }),
    messages: [
      ...turns.map((content, n) => ({ role: n % 2 === 0 ? 'user' : 'assistant', content: content as object[] })),
      { role: 'user', content: [...(picture ? [picture] : []), { type: 'text', text: 'end', ...control(last) }] },
    ],
  }));
type Body = typeof body extends fc.Arbitrary<infer T> ? T : never;

interface Piece {
  readonly literal: string;
  readonly marked: boolean;
}

/** The prompt as texts in render order; a setting joins the first block of the tier it changes. */
function literally(request: Body): Piece[] {
  const pieces: Piece[] = [];
  const add = (block: object, before: string): void => {
    const { cache_control: mark, ...rest } = block as { cache_control?: unknown };
    pieces.push({ literal: `${before} ${JSON.stringify(rest)}`, marked: mark !== undefined });
  };
  const isPictured = JSON.stringify(request.messages).includes('"image"');
  const choice = request.tool_choice?.type ?? 'auto';
  const settings = JSON.stringify([choice, request.output_config?.effort, isPictured]);
  (request.tools ?? []).forEach((block) => {
    add(block, 'tool');
  });
  request.system.forEach((block) => {
    add(block, 'system');
  });
  let role = '';
  request.messages.forEach((message, m) => {
    message.content.forEach((block, n) => {
      add(block, `${m + n === 0 ? settings : ''} ${message.role === role ? '' : message.role}`);
      role = message.role;
    });
  });
  return pieces;
}

const countMarks = (request: Body): number => literally(request).filter(({ marked }) => marked).length;

describe('requests over the wire, against whole prompts compared literally', () => {
  it('read as far as an earlier request of the same model wrote, looking back 20 blocks', async () => {
    let hits = 0;
    const kept = fc.subarray(['model', 'tools', 'tool_choice', 'system', 'messages', 'output_config'] as const, {
      minLength: 4,
    });
    const histories = fc.array(fc.tuple(body, kept), { minLength: 2, maxLength: 12, size: 'max' }).map((steps) => {
      const requests: Body[] = [];
      for (const [next, keep] of steps) {
        const before = requests.at(-1);
        const same =
          before && Object.fromEntries(keep.flatMap((name) => (name in before ? [[name, before[name]]] : [])));
        const request: Body = { ...next, ...same };
        if (countMarks(request) <= 4 && (request.tools || !request.tool_choice)) requests.push(request);
      }
      return requests;
    });
    await fc.assert(
      fc.asyncProperty(histories, async (requests) => {
        const simulator = createSimulator({ clock: fakeClock(), latency: 'none', contextWindow: 1_000_000 });
        const written = new Map<string, { end: number }>();
        for (const request of requests) {
          const response = await simulator.fetch('http://simulator/v1/messages', {
            method: 'POST',
            headers: { 'anthropic-version': '2026-10-21' },
            body: JSON.stringify(request),
          });
          expect(await response.json()).toMatchObject({ type: 'message' });
          const usage = simulator.requests.at(-1)?.usage as RecordedUsage;
          const pieces = literally(request);
          const key = (at: number): string =>
            JSON.stringify([request.model, pieces.slice(0, at + 1).map(({ literal }) => literal)]);
          const marks = pieces.flatMap(({ marked }, at) => (marked ? [at] : []));
          const found = marks
            .flatMap((at) => Array.from({ length: 20 }, (_, back) => at - back))
            .filter((at) => written.has(key(at)));
          const hit = Math.max(-1, ...found);
          expect(usage.read).toBe(hit < 0 ? 0 : written.get(key(hit))?.end);
          if (hit >= 0) hits++;
          for (const at of marks) written.set(key(at), { end: await tokensUpTo(request, at) });
          const end = Math.max(usage.read, ...marks.map((at) => written.get(key(at))?.end ?? 0));
          expect(usage.write).toBe(end - usage.read);
        }
      }),
      { numRuns: 60, seed: 1 },
    );
    expect(hits).toBeGreaterThan(60);
  });
});

/** Tokens from the count endpoint, without the three that open the answer. */
async function tokensUpTo(request: Body, at: number): Promise<number> {
  let left = at + 1;
  const cut = <T>(blocks: readonly T[]): T[] => {
    const kept = blocks.slice(0, left);
    left -= kept.length;
    return kept;
  };
  const { model } = request;
  const tools = cut(request.tools ?? []);
  const system = cut(request.system);
  const messages = request.messages
    .map((message) => ({ ...message, content: cut(message.content) }))
    .filter(({ content }) => content.length > 0);
  // The endpoint needs a message: add one, subtract its tokens.
  const padded = messages.length > 0 ? messages : [{ role: 'user', content: [{ type: 'text', text: 'x' }] }];
  const response = await createSimulator().fetch('http://simulator/v1/messages/count_tokens', {
    method: 'POST',
    headers: { 'anthropic-version': '2026-10-21' },
    body: JSON.stringify({ model, tools, system, messages: padded }),
  });
  const { input_tokens: tokens } = (await response.json()) as { input_tokens: number };
  return tokens - 3 - (messages.length > 0 ? 0 : 3);
}
