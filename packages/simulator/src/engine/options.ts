import { invalidOption, systemEnvironment } from '@forewarm/core';
import { composeAnswer, type AnswerInput } from '../answer/compose.js';
import type { FaultRule } from '../faults/plan.js';
import type { RateLimits } from '../limits/rateLimits.js';
import type { Clock } from '../time/clock.js';
import { latencyPresets, type LatencyModel, type LatencyPreset } from '../time/latency.js';
import { knownModels, type ModelSpec } from './models.js';
import type { RequestRecord } from './records.js';

/** For `createSimulator`; all have defaults. */
export interface SimulatorOptions {
  /**
   * `llama.cpp` as observed (facts page, "Engines"): takes any model and no version, ignores
   * `cache_control`, reads any repeated prefix, generates one token for `max_tokens: 0`, answers
   * 500 without `messages`. Default: `'claude'`.
   */
  engine?: 'claude' | 'llama.cpp';
  /** Default: {@link knownModels}. */
  models?: readonly ModelSpec[];
  /** Answers 404 for every name not in `models`. Default: false. */
  strictModels?: boolean;
  /** Most tokens in a prompt. Default: each model's. */
  contextWindow?: number;
  /** A preset, or figures that replace some of `cookbook`. Default: `'cookbook'`. */
  latency?: LatencyPreset | Partial<LatencyModel>;
  /** Multiplies delays; 0 for none. Default: 1. */
  timeScale?: number;
  /** Multiplies entries' lifetimes. Default: 1. */
  ttlScale?: number;
  /** Source of time. Default: the machine's. */
  clock?: Clock;
  /** Seed of ids and jitter. Default: 1. */
  seed?: number;
  /**
   * Keys and their workspaces. A `forbidden` key gets 403, any other 401. Default: each key has its
   * own workspace.
   */
  keys?: Readonly<Record<string, string | { readonly workspace: string; readonly forbidden: boolean }>>;
  /** Per workspace, model and minute. Default: no limit. */
  limits?: RateLimits;
  /** Rules or text: `['slow; factor=3']`. Default: none. */
  faults?: readonly (FaultRule | string)[];
  /**
   * Figures in `usage`: all, only reads as llama.cpp reports, or none. Default: `'all'`;
   * `'read-only'` with `llama.cpp`.
   */
  reportCache?: 'all' | 'read-only' | 'none';
  /** Most entries; the least recently used goes first. Default: 10,000. */
  maxEntries?: number;
  /** Newest requests kept. Default: 1,000. */
  keepRequests?: number;
  /** Keeps bodies in the records. Default: false. */
  keepBodies?: boolean;
  /** Called when a request has ended. Default: none. */
  onRequest?: (record: RequestRecord) => void;
  /** Writes the answer. Default: quotes the context. */
  answer?: (input: AnswerInput) => string;
}

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
  clock: systemEnvironment,
  seed: 1,
  limits: {},
  faults: [],
  maxEntries: 10_000,
  keepRequests: 1000,
  keepBodies: false,
  answer: composeAnswer,
} as const satisfies SimulatorOptions;

const LEAST = { timeScale: 0, ttlScale: 0, contextWindow: 1, maxEntries: 1, keepRequests: 0 } as const;

/** Throws `invalid-option`. */
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

export function latencyOf(latency: LatencyPreset | Partial<LatencyModel>): LatencyModel {
  if (typeof latency === 'string') {
    oneOf('latency', latency, Object.keys(latencyPresets));
    return latencyPresets[latency];
  }
  const model = { ...latencyPresets.cookbook, ...latency };
  for (const [name, value] of Object.entries(model)) atLeast(`latency.${name}`, value, name === 'concurrency' ? 1 : 0);
  return model;
}

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
