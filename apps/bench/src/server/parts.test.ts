import { expect, test } from 'vitest';
import { partOf, partsOf, sumOf } from './parts.js';
import { profileTable } from './profile.js';

test.each([
  ['ask', 'file:///x/packages/server/dist/calls/ask.js', 'server/calls'],
  ['parseAsk', 'file:///x/packages/server/dist/schema.js', 'server'],
  ['settle', 'file:///x/packages/core/dist/policy/policy.js', 'core/policy'],
  ['plain', 'file:///x/apps/bench/dist/server/instance.js', 'the route by hand'],
  ['iterator', 'file:///x/node_modules/@anthropic-ai/sdk/core/streaming.mjs', '@anthropic-ai/sdk'],
  ['read', 'file:///x/node_modules/body-parser/lib/read.js', 'express'],
  ['deep', 'file:///x/node_modules/a/node_modules/zod/v4/index.js', 'zod'],
  ['fetch', 'node:internal/deps/undici/undici', 'Node: fetch, Request and Response'],
  ['enqueue', 'node:internal/webstreams/readablestream', 'Node: web streams'],
  ['write_', 'node:_http_outgoing', 'Node: HTTP, sockets and the rest'],
  ['writev', '', 'the kernel’s writes'],
  ['runMicrotasks', '', 'V8’s own functions'],
  ['(garbage collector)', '', 'garbage collector'],
  ['(idle)', '', null],
])('%s of %j is part of %j', (functionName, url, part) => {
  expect(partOf({ functionName, url })).toBe(part);
});

test('each sample counts for the function it found, and idle time for none', () => {
  const frame = (functionName: string, url = '') => ({
    functionName,
    url,
    scriptId: '0',
    lineNumber: 0,
    columnNumber: 0,
  });
  const nodes = [
    { id: 1, callFrame: frame('(root)') },
    { id: 2, callFrame: frame('(idle)') },
    { id: 3, callFrame: frame('ask', 'file:///x/packages/server/dist/calls/ask.js') },
    { id: 4, callFrame: frame('send', 'file:///x/packages/server/dist/calls/send.js') },
  ];
  const profile = {
    nodes,
    startTime: 0,
    endTime: 9_000,
    samples: [2, 3, 4, 3],
    timeDeltas: [5_000, 1_000, 500, 2_500],
  };
  expect(partsOf(profile)).toEqual({ 'server/calls': 4 });
  expect(sumOf([{ a: 1 }, { a: 2, b: 3 }])).toEqual({ a: 3, b: 3 });
});

test('the table puts the largest first and what is under a hundredth together', () => {
  const kit = { sdk: 50, ours: 149.2, little: 0.5, less: 0.3 };
  const table = profileTable({ scenario: 'words', unit: 'µs per word', kit, byHand: { sdk: 100 }, wrong: 0, ok: true });
  expect(table.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['µs per word', 'handler', 'by hand', 'difference'],
    ['ours', '149.20', '0.00', '149.20'],
    ['sdk', '50.00', '100.00', '-50.00'],
    ['the rest', '0.80', '0.00', '0.80'],
    ['all', '200.00', '100.00', '100.00'],
  ]);
});
