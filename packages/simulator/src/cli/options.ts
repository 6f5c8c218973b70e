import { parseArgs } from 'node:util';
import { invalidOption } from '@forewarm/core';
import { latencyOf, type SimulatorOptions } from '../engine/options.js';
import { createSimulator } from '../simulator.js';
import { latencyPresets, type LatencyPreset } from '../time/latency.js';

export interface Command {
  readonly port: number;
  readonly host: string;
  readonly log: boolean;
  readonly simulator: SimulatorOptions;
}

/** `…`: repeatable. */
const FLAGS: Readonly<Record<string, readonly [argument: string, does: string]>> = {
  port: ['<n>', 'port to listen on; 0 for a free one (4010)'],
  host: ['<name>', 'address to listen on (127.0.0.1)'],
  quiet: ['', 'print no line per request'],
  engine: ['<claude|llama.cpp>', 'API to emulate (claude)'],
  latency: ['<preset>', `${Object.keys(latencyPresets).join(', ')} (cookbook)`],
  'time-scale': ['<x>', 'multiply every delay; 0 for none (1)'],
  'base-ms': ['<x>', 'time to the first token, in ms (the preset’s)'],
  'prefill-ms-per-token': ['<x>', 'prefill of one token, in ms (the preset’s)'],
  'decode-ms-per-token': ['<x>', 'time between two tokens of the answer, in ms (the preset’s)'],
  jitter: ['<x>', 'spread of every delay; 0.1 is ±10 %'],
  concurrency: ['<x>', 'requests served at once'],
  'ttl-scale': ['<x>', 'multiply the lifetime of cache entries (1)'],
  seed: ['<n>', 'seed of ids and jitter (1)'],
  key: ['<key>=<workspace> …', 'accept this API key only'],
  'strict-models': ['', 'refuse models that are not listed'],
  'context-window': ['<n>', 'the longest prompt of any model, in tokens'],
  'requests-per-minute': ['<n>', 'rate limit of requests'],
  'input-tokens-per-minute': ['<n>', 'rate limit of tokens not read from the cache'],
  'output-tokens-per-minute': ['<n>', 'rate limit of generated tokens'],
  fault: ['<fault> …', 'on every request, e.g. "cut; after=3"'],
  'report-cache': ['<all|read-only|none>', 'which cache figures usage reports (all)'],
  'max-entries': ['<n>', 'most cache entries (10000)'],
  help: ['', 'print this text'],
  version: ['', 'print the version'],
};

const SHORT: Readonly<Record<string, string>> = { port: 'p', help: 'h' };

export const help = `forewarm-simulator: a Claude Messages API with a faithful prompt cache, for tests, demos and CI

${Object.entries(FLAGS)
  .map(([name, [argument, does]]) => {
    const flag = `--${name}${SHORT[name] ? `, -${SHORT[name]}` : ''} ${argument}`;
    return `  ${flag.padEnd(36)} ${does}`;
  })
  .join('\n')}

The inspector is at /__cache (JSON, or a page in a browser).`;

export function parseCommand(args: readonly string[]): Command | 'help' | 'version' {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false });
  if (values['help']) return 'help';
  if (values['version']) return 'version';
  const { port = 4010, host = '127.0.0.1', quiet, latency, key, fault, ...rest } = values;
  const figures = Object.entries(rest).map(([name, value]) => [camelCase(name), read(name, value)] as const);
  const those = (belong: (name: string) => boolean): object =>
    Object.fromEntries(figures.filter(([name]) => belong(name)));
  const isLatency = (name: string): boolean => name in latencyPresets.none;
  const isLimit = (name: string): boolean => name.endsWith('PerMinute');
  const simulator = {
    ...those((name) => !isLatency(name) && !isLimit(name)),
    latency: { ...latencyOf((latency ?? 'cookbook') as LatencyPreset), ...those(isLatency) },
    limits: those(isLimit),
    ...(key && { keys: Object.fromEntries((key as string[]).map(parseKey)) }),
    ...(fault && { faults: fault }),
  } as SimulatorOptions;
  createSimulator(simulator);
  return { port: portOf(read('port', port)), host: host as string, log: !quiet, simulator };
}

const OPTIONS = Object.fromEntries(
  Object.entries(FLAGS).map(([name, [argument]]) => [
    name,
    {
      type: argument === '' ? ('boolean' as const) : ('string' as const),
      multiple: argument.endsWith('…'),
      ...(SHORT[name] && { short: SHORT[name] }),
    },
  ]),
);

const COMMAND = 'forewarm-simulator';

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function read(name: string, value: unknown): unknown {
  const isNumber = /^<[nx]>/.test(FLAGS[name]?.[0] ?? '');
  if (!isNumber || typeof value !== 'string') return value;
  const number = Number(value);
  if (value.trim() === '' || Number.isNaN(number)) throw invalidOption(COMMAND, `--${name}`, value, 'a number');
  return number;
}

function portOf(port: unknown): number {
  if (typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw invalidOption(COMMAND, '--port', port, 'a whole number from 0 to 65535');
}

function parseKey(text: string): [string, string] {
  const at = text.lastIndexOf('=');
  if (at > 0 && at < text.length - 1) return [text.slice(0, at), text.slice(at + 1)];
  throw invalidOption(COMMAND, '--key', text, 'of the form <key>=<workspace>');
}
