// `npm run bench:starters`: a click on a starter after resting on it 500 ms longer than a hit
// takes, at the cookbook's latency, in one process.
import Anthropic from '@anthropic-ai/sdk';
import { anthropic } from '@forewarm/adapters/anthropic';
import { http } from '@forewarm/adapters/http';
import { AskObserver, definePrefix, ForewarmClient, type PrefixRef } from '@forewarm/core';
import { speculativeAnswers } from '@forewarm/core/speculation';
import { createHandler } from '@forewarm/server';
import { createSimulator } from '@forewarm/simulator';
import { median } from './median.js';

const RUNS = 9;
const HIT_MS = 1_940;
const REF: PrefixRef = { id: 'doc' };
const system = Array.from({ length: 6_000 }, (_, n) => `Line ${n}: topic${n} does thing${n % 91}.`).join('\n');

const simulator = createSimulator({ latency: 'cookbook' });
const fetch = (url: string | URL | Request, init?: RequestInit): Promise<Response> =>
  simulator.fetch(new Request(url, init));
const sdk = new Anthropic({ apiKey: 'k', baseURL: 'http://simulator', fetch, maxRetries: 0 });
const prefixes = { doc: definePrefix({ model: 'claude-sonnet-4-6', system }) };
const handler = createHandler({ adapter: anthropic({ client: sdk }), prefixes, speculativeAnswers: true });
const client = new ForewarmClient<PrefixRef>({
  adapter: http({ fetch: handler }),
  speculation: speculativeAnswers(),
});
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

await client.warm(REF);
const observer = new AskObserver<PrefixRef>(client);
const clicks: number[] = [];
const plain: number[] = [];
for (let run = 0; run < RUNS; run++) {
  const question = `What does topic${run} do?`;
  client.speculate(REF, { question });
  await pause(HIT_MS + 500);
  clicks.push((await observer.ask(REF, question)).timing!.ttftMs!);
  plain.push((await observer.ask(REF, `${question} Really?`)).timing!.ttftMs!);
}
client.dispose();
const row = (name: string, times: number[]): string =>
  `| ${name} | ${median(times)!.toFixed(0)} ms | ${Math.max(...times).toFixed(0)} ms |`;
process.stdout.write(`| ${RUNS} questions each | first text, median | most |\n| --- | --- | --- |\n`);
process.stdout.write(`${row('A starter the pointer rested on', clicks)}\n${row('Typed, on a warm prefix', plain)}\n`);
