import { readFileSync } from 'node:fs';
import { definePrefix } from '@forewarm/core';
import { CORPUS } from './corpus.js';
import { llama } from './llama.js';
import { LARGE, openEngine } from './open.js';

/** The least by which a warmed first token must come sooner than a cold one, at 8,000 tokens. */
const LEAST = 10;
const TOKENS = 8_100;
const RUNS = 3;

const engine = await openEngine(CORPUS, LARGE);
const line = (n: number): string => `Line ${n} of the context speaks of topic${n % 37}.\n`;

/** A prefix of about as many tokens, read off what the engine says of a short one. */
async function prefixOf(tokens: number): Promise<ReturnType<typeof definePrefix>> {
  const adapter = llama({ sequence: await engine.clear() });
  const sample = Array.from({ length: 100 }, (_, n) => line(100 + n)).join('');
  const { usage } = await adapter.warm(definePrefix({ model: 'random', system: sample }));
  const lines = Math.ceil((100 * tokens) / usage!.prompt!);
  return definePrefix({ model: 'random', system: Array.from({ length: lines }, (_, n) => line(n)).join('') });
}

/** Milliseconds from submit to the first token. */
async function firstToken(isWarm: boolean): Promise<{ ms: number; prompt: number | null }> {
  const adapter = llama({ sequence: await engine.clear(), maxTokens: 1 });
  if (isWarm) await adapter.warm(prefix);
  const submitted = performance.now();
  let ms = Number.NaN;
  let prompt: number | null = null;
  for await (const event of adapter.ask(prefix, { question: 'What is said of topic7?' })) {
    if (event.type === 'start') ms = performance.now() - submitted;
    if (event.type === 'finish') prompt = event.usage.prompt;
  }
  return { ms, prompt };
}

async function median(isWarm: boolean): Promise<{ ms: number; prompt: number | null }> {
  const runs: { ms: number; prompt: number | null }[] = [];
  for (let n = 0; n < RUNS; n++) runs.push(await firstToken(isWarm));
  return runs.toSorted((a, b) => a.ms - b.ms)[Math.floor(RUNS / 2)]!;
}

const prefix = await prefixOf(TOKENS);
const cold = await median(false);
const warm = await median(true);
await engine.close();

const ratio = cold.ms / warm.ms;
const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  dependencies: { 'node-llama-cpp': string };
};
const result = {
  engine: `node-llama-cpp ${dependencies['node-llama-cpp']}, CPU, one thread, a model of random weights`,
  promptTokens: cold.prompt,
  coldMs: Math.round(cold.ms),
  warmMs: Math.round(warm.ms),
  ratio: Math.round(ratio * 10) / 10,
  runs: RUNS,
};
console.log(JSON.stringify(result));
console.log(
  `First token after ${result.promptTokens} tokens, medians of ${RUNS}: cold ${result.coldMs} ms, warmed ${result.warmMs} ms, ${result.ratio} times sooner.`,
);
if (ratio < LEAST) {
  console.error(`That is less than the ${LEAST} times it must be.`);
  process.exitCode = 1;
}
