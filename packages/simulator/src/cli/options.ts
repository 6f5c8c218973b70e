import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { SimulatorOptions } from '../options.js';
import { createSimulator } from '../simulator.js';
import { latencyPresets, type LatencyModel, type LatencyPreset } from '../time/latency.js';

/** What the command line asks for. */
export interface Command {
  readonly port: number;
  readonly host: string;
  /** Print a line for each request. */
  readonly log: boolean;
  readonly simulator: SimulatorOptions;
}

const FLAGS = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  port: { type: 'string', short: 'p' },
  host: { type: 'string' },
  quiet: { type: 'boolean' },
  engine: { type: 'string' },
  latency: { type: 'string' },
  'time-scale': { type: 'string' },
  'ttl-scale': { type: 'string' },
  'base-ms': { type: 'string' },
  'prefill-ms-per-token': { type: 'string' },
  'decode-ms-per-token': { type: 'string' },
  jitter: { type: 'string' },
  concurrency: { type: 'string' },
  seed: { type: 'string' },
  'strict-models': { type: 'boolean' },
  'context-window': { type: 'string' },
  key: { type: 'string', multiple: true },
  'requests-per-minute': { type: 'string' },
  'input-tokens-per-minute': { type: 'string' },
  'output-tokens-per-minute': { type: 'string' },
  fault: { type: 'string', multiple: true },
  'report-cache': { type: 'string' },
  'max-entries': { type: 'string' },
} as const satisfies NonNullable<ParseArgsConfig['options']>;

/** The text of `--help`. */
export const help = `forewarm-simulator: a Claude Messages API with a faithful prompt cache, for tests, demos and CI

  --port, -p <n>                 port to listen on; 0 for a free one (4010)
  --host <name>                  address to listen on (127.0.0.1)
  --quiet                        print nothing for each request

  --engine <claude|llama.cpp>    whose endpoint it is (claude)
  --latency <preset>             ${Object.keys(latencyPresets).join(', ')} (cookbook)
  --time-scale <x>               multiply every delay; 0 for none (1)
  --base-ms, --prefill-ms-per-token, --decode-ms-per-token, --jitter, --concurrency <x>
                                 replace one figure of the preset
  --ttl-scale <x>                multiply the lifetime of cache entries (1)
  --seed <n>                     seed of ids and jitter (1)

  --key <key>=<workspace>        accept this API key only; may be repeated
  --strict-models                refuse models that are not listed
  --context-window <tokens>      the longest prompt of any model
  --requests-per-minute, --input-tokens-per-minute, --output-tokens-per-minute <n>
                                 rate limits
  --fault <fault>                e.g. "cut; after=3", on every request; may be repeated
  --report-cache <all|read-only|none>
                                 which cache figures usage reports (all)
  --max-entries <n>              cache entries kept at most (10000)

  --help, -h                     this text
  --version                      the version

The inspector is at /__cache (JSON, or a page in a browser).`;

/** Reads the command line; throws an Error that says what is wrong with it. */
export function parseCommand(args: readonly string[]): Command | 'help' | 'version' {
  const { values } = parseArgs({ args: [...args], options: FLAGS, strict: true, allowPositionals: false });
  if (values.help) return 'help';
  if (values.version) return 'version';
  const number = (name: keyof typeof FLAGS): number | undefined => {
    const text = values[name];
    if (typeof text !== 'string') return undefined;
    const value = Number(text);
    if (text.trim() === '' || Number.isNaN(value)) throw new Error(`--${name}: "${text}" is not a number.`);
    return value;
  };
  const simulator: SimulatorOptions = defined({
    engine: oneOf('engine', values.engine, ['claude', 'llama.cpp']),
    latency: latencyOf(values.latency, {
      baseMs: number('base-ms'),
      prefillMsPerToken: number('prefill-ms-per-token'),
      decodeMsPerToken: number('decode-ms-per-token'),
      jitter: number('jitter'),
      concurrency: number('concurrency'),
    }),
    timeScale: number('time-scale'),
    ttlScale: number('ttl-scale'),
    seed: number('seed'),
    strictModels: values['strict-models'],
    contextWindow: number('context-window'),
    keys: values.key && Object.fromEntries(values.key.map(parseKey)),
    limits: defined({
      requestsPerMinute: number('requests-per-minute'),
      inputTokensPerMinute: number('input-tokens-per-minute'),
      outputTokensPerMinute: number('output-tokens-per-minute'),
    }),
    faults: values.fault,
    reportCache: oneOf('report-cache', values['report-cache'], ['all', 'read-only', 'none']),
    maxEntries: number('max-entries'),
  });
  // Every option is checked by making one.
  createSimulator(simulator);
  return { port: portOf(number('port') ?? 4010), host: values.host ?? '127.0.0.1', log: !values.quiet, simulator };
}

function portOf(port: number): number {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`--port: ${port} is not a port, which is a whole number from 0 to 65535.`);
}

function latencyOf(
  preset: string | undefined,
  figures: Partial<Record<keyof LatencyModel, number | undefined>>,
): Partial<LatencyModel> {
  const name = preset ?? 'cookbook';
  if (!Object.hasOwn(latencyPresets, name)) {
    throw new Error(
      `--latency: there is no preset "${name}"; the presets are ${Object.keys(latencyPresets).join(', ')}.`,
    );
  }
  return { ...latencyPresets[name as LatencyPreset], ...defined(figures) };
}

function parseKey(text: string): [string, string] {
  const at = text.lastIndexOf('=');
  if (at <= 0 || at === text.length - 1) throw new Error(`--key: "${text}" is not of the form <key>=<workspace>.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function oneOf<const T extends string>(name: string, text: string | undefined, allowed: readonly T[]): T | undefined {
  const found = allowed.find((value) => value === text);
  if (text !== undefined && found === undefined)
    throw new Error(`--${name}: "${text}" is not one of ${allowed.join(', ')}.`);
  return found;
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function defined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
