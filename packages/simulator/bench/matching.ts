// Median time of each part of serving a request of about 150,000 tokens: npm run bench -w
// @forewarm/simulator
import { composeAnswer } from '../src/answer/compose.js';
import { PromptCache } from '../src/cache/promptCache.js';
import { parseJson } from '../src/http/body.js';
import { createSimulator } from '../src/index.js';
import { parseBody } from '../src/messages/issues.js';
import { prepare } from '../src/messages/prepare.js';
import { messagesBodies } from '../src/messages/schema.js';
import { resolveOptions } from '../src/engine/options.js';

const RUNS = 50;
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const lines = Array.from({ length: 20_000 }, (_, n) => `  node${n} = attach(node${n % 97}, lanes & ${n});`);
const context = lines.join('\n').slice(0, 600_000);
const request = {
  model: 'claude-sonnet-4-6',
  max_tokens: 100,
  system: [{ type: 'text', text: context, cache_control: { type: 'ephemeral' } }],
  messages: [{ role: 'user', content: 'What does attach do with the lanes of node12345?' }],
};
const text = JSON.stringify(request);
const config = resolveOptions({});

const median = (times: number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

async function measure(name: string, work: () => unknown): Promise<void> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const begun = performance.now();
    await work();
    times.push(performance.now() - begun);
  }
  print(`${name.padEnd(46)} ${median(times).toFixed(2).padStart(7)} ms  (slowest ${Math.max(...times).toFixed(2)})`);
}

const { prompt, model } = prepare(config, parseBody(messagesBodies['2026-10-21'], JSON.parse(text)), '2026-10-21');
print(`${prompt.tokens} tokens, ${text.length} characters, medians of ${RUNS}\n`);

const cache = new PromptCache(10_000, 1);
const asking = { workspace: 'w', requestId: 'r', startedAt: 0, now: 0, minTokens: model.minCacheTokens };
for (let n = 0; n < 1000; n++) {
  const other = { ...prompt, blocks: prompt.blocks.map((block) => ({ ...block, hash: `${n}` })) };
  cache.lookup(other, asking).commit();
}
cache.lookup(prompt, asking).commit();

await measure('parse the JSON', () => parseJson(text));
await measure('check it against the schema', () => {
  parseBody(messagesBodies['2026-10-21'], JSON.parse(text));
});
// Parse each time: V8 may store a hashed string better.
await measure(
  'hash and match, with 1,000 entries',
  (() => {
    const bodies = Array.from({ length: RUNS }, () => parseBody(messagesBodies['2026-10-21'], JSON.parse(text)));
    return () => {
      const body = bodies.pop();
      if (body) cache.lookup(prepare(config, body, '2026-10-21').prompt, asking);
    };
  })(),
);
await measure('write the answer', () =>
  composeAnswer({ context: [context], question: request.messages[0]?.content ?? '' }),
);

const simulator = createSimulator({ latency: 'none' });
const init = { method: 'POST', headers: { 'anthropic-version': '2026-10-21' }, body: text };
await measure('all of it, in process, on a hit', async () =>
  (await simulator.fetch('http://simulator/v1/messages', init)).text(),
);
const server = await simulator.listen();
await measure('all of it, over HTTP, on a hit', async () => (await fetch(`${server.url}/v1/messages`, init)).text());
await server.close();
