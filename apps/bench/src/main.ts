import { commandLine, fail } from './commandLine.js';
import { openContext } from './context.js';
import { openCache, openServer } from './kit.js';
import { median } from './median.js';
import { HELP, readOptions } from './options.js';
import { measureOverhead } from './overhead.js';
import { run, type Run } from './run.js';
import { comparison } from './table.js';
import { openUpstream } from './upstream.js';

async function main(): Promise<void> {
  const options = commandLine(HELP, () => readOptions(process.argv.slice(2), process.env));
  const context = openContext(options.context, process.env);
  await context.load();
  const question = options.question ?? context.starters[0];
  const say = (line: string): void => void process.stderr.write(`${line}\n`);

  say('What the kit itself adds, against a simulator without latency …');
  const overheadMs = await measureOverhead();

  const upstream = await openUpstream(options, process.env['ANTHROPIC_API_KEY'] || undefined);
  const server = await openServer(upstream.client, context, options.model, options.maxTokens);
  const cache = openCache(server.url);
  const runs: Run[] = [];
  const contextTokens: (number | null)[] = [];
  const scale = upstream.label.startsWith('simulator') ? options.timeScale : 1;
  const typingTimes = options.typingMs.map((ms) => ms * scale);
  try {
    for (const typingMs of typingTimes) {
      for (let n = 1; n <= options.runs; n++) {
        for (const mode of ['standard', 'speculative'] as const) {
          say(`${mode}, typing for ${typingMs / 1000} s, run ${n} of ${options.runs} …`);
          const result = await run(cache, context.id, question, mode, typingMs);
          runs.push(result.run);
          contextTokens.push(result.contextTokens);
        }
      }
    }
  } finally {
    cache.dispose();
    await server.close();
    await upstream.close();
  }

  const { model } = options;
  const size = median(contextTokens);
  if (options.json) {
    console.log(JSON.stringify({ upstream: upstream.label, model, contextTokens: size, runs, overheadMs }));
    return;
  }
  const tokens = size === null ? 'unknown' : size.toLocaleString('en');
  console.log(`\n${upstream.label} · ${model} · ${context.title} · ${tokens} tokens · medians of ${options.runs}\n`);
  for (const typingMs of typingTimes) console.log(`${comparison(runs, typingMs)}\n`);
  console.log(
    `The kit adds ${overheadMs.toFixed(1)} ms to the SDK's own time to first token on a warmed prefix (median of pairs, simulator without latency).`,
  );
}

main().catch(fail);
