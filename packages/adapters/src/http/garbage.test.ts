import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/** Asks as an app does, and collects garbage all the while. */
const SCRIPT = `
import { http } from '@forewarm/adapters/http';
const [url] = process.argv.slice(1);
const collecting = setInterval(globalThis.gc, 1);
let text = '';
for await (const event of http({ url, resumeDelaysMs: [300] }).ask({ id: 'doc' }, { question: 'Q' })) {
  if (event.type === 'text') text += event.text;
}
clearInterval(collecting);
console.log(text);
`;

test('an answer goes on after its wait, however often garbage is collected meanwhile', async () => {
  const server = createServer((request, response) => {
    const event = (id: number, chunk: object): string => `id: ${id}\ndata: ${JSON.stringify(chunk)}\n\n`;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (request.url === '/ask') {
      response.write(
        event(1, { type: 'start', messageId: 'a' }) + event(2, { type: 'text-delta', id: '0', delta: 'On' }),
      );
      setTimeout(() => response.destroy(), 20);
      return;
    }
    response.end(event(3, { type: 'text-delta', id: '0', delta: 'ward.' }) + event(4, { type: 'finish' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const flags = ['--expose-gc', '--import', 'tsx', '--conditions=forewarm-source', '--input-type=module', '-e', SCRIPT];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, url], {
    cwd: import.meta.dirname,
    // One that waits for ever ends the test, not the run of all tests.
    timeout: 20_000,
  });
  expect(stdout).toBe('Onward.\n');
});
