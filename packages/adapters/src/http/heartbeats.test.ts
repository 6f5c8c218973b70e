import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collect } from '@forewarm/testing';
import { expect, test } from 'vitest';
import { http } from '../http.js';

test('a heartbeat that says the model is alive is a sign of life, any other is none', async () => {
  const event = (chunk: object): string => `data: ${JSON.stringify(chunk)}\n\n`;
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const pieces = [event({ type: 'start' }), ':\n\n', ':alive\n\n', ':\n\n', ': alive\n\n', event({ type: 'finish' })];
    response.end(pieces.join(''));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  let signs = 0;
  const answer = http({ url: `http://127.0.0.1:${port}` }).ask(
    { id: 'doc' },
    { question: 'Q' },
    { alive: () => void signs++ },
  );
  expect((await collect(answer)).error).toBeUndefined();
  expect(signs).toBe(2);
  server.close();
});
