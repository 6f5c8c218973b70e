import { parseArgs, type ParseArgsConfig } from 'node:util';
import { invalidOption } from '@forewarm/core';
import { latencyOf, type SimulatorOptions } from '../engine/options.js';
import { createSimulator } from '../simulator.js';
import { latencyPresets, type LatencyPreset } from '../time/latency.js';

/** What the command line asks for. */
export interface Command {
  readonly port: number;
  readonly host: string;
  /** Print a line for each request. */
  readonly log: boolean;
  readonly simulator: SimulatorOptions;
}

/** Flags that are a number, by the part of the options they belong to. */
const NUMBERS = {
  simulator: ['time-scale', 'ttl-scale', 'seed', 'context-window', 'max-entries'],
  latency: ['base-ms', 'prefill-ms-per-token', 'decode-ms-per-token', 'jitter', 'concurrency'],
  limits: ['requests-per-minute', 'input-tokens-per-minute', 'output-tokens-per-minute'],
} as const;

const FLAGS = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  port: { type: 'string', short: 'p' },
  host: { type: 'string' },
  quiet: { type: 'boolean' },
  engine: { type: 'string' },
  latency: { type: 'string' },
  'strict-models': { type: 'boolean' },
  key: { type: 'string', multiple: true },
  fault: { type: 'string', multiple: true },
  'report-cache': { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

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
  const numeric = Object.fromEntries(Object.values(NUMBERS).flatMap((names) => names.map((name) => [name, TEXT])));
  const options = { ...numeric, ...FLAGS };
  const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
  if (values.help) return 'help';
  if (values.version) return 'version';
  const numbers = (names: readonly string[]): Record<string, number> =>
    Object.fromEntries(
      names.flatMap((name) => {
        const text: unknown = values[name as keyof typeof values];
        return typeof text === 'string' ? [[camelCase(name), toNumber(name, text)]] : [];
      }),
    );
  const { engine, 'report-cache': reportCache, 'strict-models': strictModels, key: keys, fault: faults } = values;
  const simulator = {
    ...numbers(NUMBERS.simulator),
    latency: { ...latencyOf((values.latency ?? 'cookbook') as LatencyPreset), ...numbers(NUMBERS.latency) },
    limits: numbers(NUMBERS.limits),
    ...(engine !== undefined && { engine }),
    ...(reportCache !== undefined && { reportCache }),
    ...(strictModels && { strictModels }),
    ...(keys && { keys: Object.fromEntries(keys.map(parseKey)) }),
    ...(faults && { faults }),
  } as SimulatorOptions;
  // Making one checks every option.
  createSimulator(simulator);
  return { port: portOf(values.port ?? '4010'), host: values.host ?? '127.0.0.1', log: !values.quiet, simulator };
}

const TEXT = { type: 'string' } as const;

// --time-scale is the option timeScale.
function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function toNumber(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value)) throw invalidOption(COMMAND, `--${name}`, text, 'a number');
  return value;
}

const COMMAND = 'forewarm-simulator';

function portOf(text: string): number {
  const port = toNumber('port', text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw invalidOption(COMMAND, '--port', port, 'a whole number from 0 to 65535');
}

function parseKey(text: string): [string, string] {
  const at = text.lastIndexOf('=');
  if (at > 0 && at < text.length - 1) return [text.slice(0, at), text.slice(at + 1)];
  throw invalidOption(COMMAND, '--key', text, 'of the form <key>=<workspace>');
}
