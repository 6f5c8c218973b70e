// `npm run bench:turns`: what each turn reads and writes, by its warm and its question.
import Anthropic from '@anthropic-ai/sdk';
import { anthropic } from '@forewarm/adapters/anthropic';
import { Conversation, definePrefix, ForewarmClient, type Prefix } from '@forewarm/core';
import { createSimulator } from '@forewarm/simulator';

const TURNS = 20;
const system = Array.from({ length: 6_000 }, (_, n) => `Line ${n}: topic${n} does thing${n % 91}.`).join('\n');

const simulator = createSimulator({ latency: 'none' });
const fetch = (url: string | URL | Request, init?: RequestInit): Promise<Response> =>
  simulator.fetch(new Request(url, init));
const sdk = new Anthropic({ apiKey: 'k', baseURL: 'http://simulator', fetch, maxRetries: 0 });
const client = new ForewarmClient<Prefix>({ adapter: anthropic({ client: sdk }) });
const base = definePrefix({ model: 'claude-sonnet-4-6', system });
const conversation = new Conversation<Prefix>(client);

function latest(): string {
  const { usage } = simulator.requests.at(-1)!;
  if (!usage) return '– | – | –';
  return [usage.read, usage.write, usage.uncached].map((tokens) => tokens.toLocaleString('en')).join(' | ');
}

const rows: string[] = [];
for (let turn = 1; turn <= TURNS; turn++) {
  const before = simulator.requests.length;
  await client.warm(conversation.next(base));
  const warmed = simulator.requests.length > before ? latest() : 'not needed | – | –';
  await conversation.ask(base, `And what does topic${turn * 17} do, compared with the one before it in the list?`);
  rows.push(`| ${turn} | ${warmed} | ${latest()} |`);
}
client.dispose();
process.stdout.write(`| Turn | warm reads | writes | neither | question reads | writes | neither |\n`);
process.stdout.write(`| --- | --- | --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`);
