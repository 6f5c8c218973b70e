import { knownModels, type ModelSpec } from './models/models.js';
import { composeAnswer, type AnswerInput } from './answer/compose.js';
import type { FaultRule } from './faults/plan.js';
import type { RateLimits } from './limits/rateLimits.js';
import { systemClock, type Clock } from './time/clock.js';
import { latencyPresets, type LatencyModel, type LatencyPreset } from './time/latency.js';
import type { RequestRecord } from './http/records.js';

/** What can be set about a simulator; every field has a default. */
export interface SimulatorOptions {
  /**
   * Whose endpoint it is. `llama.cpp` behaves as the server of that name was seen to (facts page, "Engines"): any model's name, no version header
   * needed, `cache_control` ignored and whatever is the same read again, one token generated for `max_tokens: 0`, a 500 without `messages`, and
   * `reportCache: 'read-only'` unless it is set. Default: `'claude'`.
   */
  engine?: 'claude' | 'llama.cpp';
  /** Models known by name, with their cache minimum and window. Default: {@link knownModels}. */
  models?: readonly ModelSpec[];
  /** Refuse (404) names that are not among `models`, even those that begin with `claude-`. Default: false. */
  strictModels?: boolean;
  /** Tokens of prompt any model takes at most, in place of each model's own. */
  contextWindow?: number;
  /** A preset's name, or figures that replace those of `cookbook`. Default: `'cookbook'`. */
  latency?: LatencyPreset | Partial<LatencyModel>;
  /** Multiplies every delay; 0 for none. Default: 1. */
  timeScale?: number;
  /** Multiplies both lifetimes of cache entries. Default: 1. */
  ttlScale?: number;
  /** Where time comes from. Default: the machine's. */
  clock?: Clock;
  /** Seed of ids and jitter: the same requests in the same order give the same answers. Default: 1. */
  seed?: number;
  /**
   * API keys and the workspace each belongs to, `forbidden` for one that may do nothing (403); any other key is refused (401). Default: every key is accepted, each its own workspace.
   */
  keys?: Readonly<Record<string, string | { readonly workspace: string; readonly forbidden: boolean }>>;
  /** What each workspace may use of each model per minute. Default: no limit. */
  limits?: RateLimits;
  /** Faults by configuration, as rules or as text: `['slow; factor=3']`. Default: none. */
  faults?: readonly (FaultRule | string)[];
  /** Which cache figures `usage` reports: all; only `cache_read_input_tokens`, as llama.cpp's server does; or none. Default: `'all'`, `'read-only'` with the engine `llama.cpp`. */
  reportCache?: 'all' | 'read-only' | 'none';
  /** Entries kept at most; the one unused for longest goes first. Default: 10,000. */
  maxEntries?: number;
  /** Requests kept in `simulator.requests` at most, the newest. Default: 1,000. */
  keepRequests?: number;
  /** Keep the text of each request's body in its record. Default: false. */
  keepBodies?: boolean;
  /** Called when a request has ended, with its record. */
  onRequest?: (record: RequestRecord) => void;
  /** Writes the answer in place of the simulator's own, which quotes the context. */
  answer?: (input: AnswerInput) => string;
}

/** {@link SimulatorOptions} with every default filled in. */
export interface Config {
  readonly engine: 'claude' | 'llama.cpp';
  readonly models: readonly ModelSpec[];
  readonly strictModels: boolean;
  readonly contextWindow: number | undefined;
  readonly latency: LatencyModel;
  readonly timeScale: number;
  readonly ttlScale: number;
  readonly clock: Clock;
  readonly seed: number;
  readonly keys: SimulatorOptions['keys'];
  readonly limits: RateLimits;
  readonly faults: readonly (FaultRule | string)[];
  readonly reportCache: 'all' | 'read-only' | 'none';
  readonly maxEntries: number;
  readonly keepRequests: number;
  readonly keepBodies: boolean;
  readonly onRequest: ((record: RequestRecord) => void) | undefined;
  readonly answer: (input: AnswerInput) => string;
}

/** Fills in the defaults; throws a TypeError or RangeError that names the option at fault. */
export function resolveOptions(options: SimulatorOptions): Config {
  const engine = oneOf('engine', options.engine ?? 'claude', ['claude', 'llama.cpp']);
  const reported = options.reportCache ?? (engine === 'claude' ? 'all' : 'read-only');
  return {
    engine,
    models: options.models ?? knownModels,
    strictModels: options.strictModels ?? false,
    contextWindow: options.contextWindow === undefined ? undefined : atLeast('contextWindow', options.contextWindow, 1),
    latency: resolveLatency(options.latency ?? 'cookbook'),
    timeScale: atLeast('timeScale', options.timeScale ?? 1, 0),
    ttlScale: atLeast('ttlScale', options.ttlScale ?? 1, 0),
    clock: options.clock ?? systemClock,
    seed: options.seed ?? 1,
    keys: options.keys,
    limits: options.limits ?? {},
    faults: options.faults ?? [],
    reportCache: oneOf('reportCache', reported, ['all', 'read-only', 'none']),
    maxEntries: atLeast('maxEntries', options.maxEntries ?? 10_000, 1),
    keepRequests: atLeast('keepRequests', options.keepRequests ?? 1000, 0),
    keepBodies: options.keepBodies ?? false,
    onRequest: options.onRequest,
    answer: options.answer ?? composeAnswer,
  };
}

function resolveLatency(latency: LatencyPreset | Partial<LatencyModel>): LatencyModel {
  if (typeof latency === 'string') {
    if (Object.hasOwn(latencyPresets, latency)) return latencyPresets[latency];
    const names = Object.keys(latencyPresets).join(', ');
    throw new TypeError(`latency: there is no preset "${latency as string}"; the presets are ${names}.`);
  }
  const model = { ...latencyPresets.cookbook, ...latency };
  for (const [name, value] of Object.entries(model)) atLeast(`latency.${name}`, value, name === 'concurrency' ? 1 : 0);
  return model;
}

function oneOf<T extends string>(name: string, value: T, allowed: readonly T[]): T {
  if (allowed.includes(value)) return value;
  throw new TypeError(`${name}: "${value}" is not one of ${allowed.join(', ')}.`);
}

function atLeast(name: string, value: number, least: number): number {
  if (typeof value === 'number' && value >= least) return value;
  throw new RangeError(`${name}: ${String(value)} is not a number of ${least} or more.`);
}
