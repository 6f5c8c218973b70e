import { invalidOption } from '@forewarm/core';
import { composeAnswer, type AnswerInput } from '../answer/compose.js';
import type { FaultRule } from '../faults/plan.js';
import type { RateLimits } from '../limits/rateLimits.js';
import { systemClock, type Clock } from '../time/clock.js';
import { latencyPresets, type LatencyModel, type LatencyPreset } from '../time/latency.js';
import { knownModels, type ModelSpec } from './models.js';
import type { RequestRecord } from './records.js';

/** What can be set about a simulator; every field has a default. */
export interface SimulatorOptions {
  /**
   * Whose endpoint it is. `llama.cpp` behaves as that server was seen to (facts page, "Engines"):
   * it takes any model's name, needs no version header, ignores `cache_control` and reads whatever
   * is the same again, generates one token for `max_tokens: 0`, answers a 500 without `messages`,
   * and has `reportCache: 'read-only'` unless it is set. Default: `'claude'`.
   */
  engine?: 'claude' | 'llama.cpp';
  /** Models known by name, with their cache minimum and window. Default: {@link knownModels}. */
  models?: readonly ModelSpec[];
  /**
   * Refuse (404) names that are not among `models`, even those that begin with `claude-`. Default:
   * false.
   */
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
  /**
   * Seed of ids and jitter: the same requests in the same order give the same answers. Default: 1.
   */
  seed?: number;
  /**
   * API keys and the workspace each belongs to; one that is `forbidden` may do nothing (403), and
   * any other key is refused (401). Default: every key is accepted, each its own workspace.
   */
  keys?: Readonly<Record<string, string | { readonly workspace: string; readonly forbidden: boolean }>>;
  /** What each workspace may use of each model per minute. Default: no limit. */
  limits?: RateLimits;
  /** Faults by configuration, as rules or as text: `['slow; factor=3']`. Default: none. */
  faults?: readonly (FaultRule | string)[];
  /**
   * Which cache figures `usage` reports: all, only `cache_read_input_tokens` as llama.cpp's server
   * does, or none. Default: `'all'`; `'read-only'` with the engine `llama.cpp`.
   */
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
export type Config = Required<Omit<SimulatorOptions, keyof Unset | 'latency'>> &
  Unset & { readonly latency: LatencyModel };

type Unset = Pick<SimulatorOptions, 'contextWindow' | 'keys' | 'onRequest'>;

const DEFAULTS = {
  engine: 'claude',
  models: knownModels,
  strictModels: false,
  latency: 'cookbook',
  timeScale: 1,
  ttlScale: 1,
  clock: systemClock,
  seed: 1,
  limits: {},
  faults: [],
  maxEntries: 10_000,
  keepRequests: 1000,
  keepBodies: false,
  answer: composeAnswer,
} as const satisfies SimulatorOptions;

/** The least that each number may be. */
const LEAST = { timeScale: 0, ttlScale: 0, contextWindow: 1, maxEntries: 1, keepRequests: 0 } as const;

/** Fills in the defaults; throws an `invalid-option` error that names the option. */
export function resolveOptions(options: SimulatorOptions): Config {
  const given = { ...DEFAULTS, ...defined(options) };
  const reportCache = given.reportCache ?? (given.engine === 'claude' ? 'all' : 'read-only');
  const config = { ...given, reportCache, latency: latencyOf(given.latency) };
  oneOf('engine', config.engine, ['claude', 'llama.cpp']);
  oneOf('reportCache', reportCache, ['all', 'read-only', 'none']);
  for (const [name, least] of Object.entries(LEAST)) {
    const value = config[name as keyof typeof LEAST];
    if (value !== undefined) atLeast(name, value, least);
  }
  return config;
}

/** A preset's figures, or those of `cookbook` with some replaced. */
export function latencyOf(latency: LatencyPreset | Partial<LatencyModel>): LatencyModel {
  if (typeof latency === 'string') {
    oneOf('latency', latency, Object.keys(latencyPresets));
    return latencyPresets[latency];
  }
  const model = { ...latencyPresets.cookbook, ...latency };
  for (const [name, value] of Object.entries(model)) atLeast(`latency.${name}`, value, name === 'concurrency' ? 1 : 0);
  return model;
}

/** The fields of an object that are set. */
function defined<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

function oneOf(name: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) throw invalidOption('createSimulator', name, value, `one of ${allowed.join(', ')}`);
}

function atLeast(name: string, value: number, least: number): void {
  if (!(typeof value === 'number' && value >= least)) {
    throw invalidOption('createSimulator', name, value, `a number, ${least} or more`);
  }
}
