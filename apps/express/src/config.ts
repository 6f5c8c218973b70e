import { resolve } from 'node:path';
import { z } from 'zod';
import { list, number, rates, switchedOn, whole } from './configFields.js';

/** The successor of the cookbook's model, which ends in November 2026. */
const DEFAULT_MODEL = 'claude-sonnet-4-6';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const environment = z.object({
  PORT: whole(0, 65_535, 3000),
  HOST: z.string().optional(),
  ANTHROPIC_API_KEY: z.string().optional(),
  ANTHROPIC_BASE_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  MODEL: z.string().default(DEFAULT_MODEL),
  MAX_TOKENS: whole(1, 64_000, 1024),
  CONTEXT_DIR: z.string().optional(),
  CACHE_DIR: z.string().default('.cache'),
  SIMULATOR_TIME_SCALE: number(0, 10, 1),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be a redis or rediss address' }).optional(),
  TRUST_PROXY: whole(0, 10, 0),
  ALLOWED_ORIGINS: list,
  WARMS_PER_MINUTE: whole(0, 1_000_000, 120),
  ASKS_PER_MINUTE: whole(0, 1_000_000, 60),
  ANSWERS_AT_ONCE: whole(1, 1_000_000, 8),
  WARM_BUDGET_PER_HOUR: whole(0, 1_000_000_000, Infinity),
  TOKEN_BUDGET_PER_HOUR: whole(0, 1e15, Infinity),
  COST_BUDGET_PER_HOUR: number(0, 1e9, Infinity),
  RATES: rates,
  WARMING_OFF_FILE: z.string().optional(),
  WARM_ALL: list,
  WARM_ALL_MINUTES: number(0, 1440, 0),
  DRAIN_SECONDS: number(0, 3600, 10),
  LOG_LEVEL: z.enum(LEVELS, `must be one of ${LEVELS.join(', ')}`).optional(),
  LOG_CONTENT: switchedOn,
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  NODE_ENV: z.string().optional(),
});
type Values = z.infer<typeof environment>;

/**
 * Where answers come from: the simulator, Anthropic's API, or another engine with the same
 * endpoint.
 */
export type UpstreamConfig =
  | { readonly kind: 'simulator'; readonly timeScale: number }
  | { readonly kind: 'api'; readonly apiKey: string }
  | { readonly kind: 'engine'; readonly baseUrl: string; readonly apiKey: string | undefined };

export interface Config {
  readonly port: number;
  /** The interface it listens on; all where undefined. */
  readonly host: string | undefined;
  readonly model: string;
  /** The most tokens an answer may have. */
  readonly maxTokens: number;
  readonly upstream: UpstreamConfig;
  /** A folder that holds btree.h and btree.c, instead of the network. */
  readonly contextDir: string | undefined;
  /** Where downloads are kept. */
  readonly cacheDir: string;
  /** What instances share: warmth, limits and answers. Undefined for one instance by itself. */
  readonly redisUrl: string | undefined;
  /** How many proxies stand in front, whose word on the client's address is taken. */
  readonly trustProxy: number;
  /** Pages of other origins that may call. */
  readonly allowedOrigins: readonly string[];
  readonly limits: { readonly warmsPerMinute: number; readonly asksPerMinute: number; readonly answersAtOnce: number };
  /** The most that warms may spend in an hour; unlimited where infinite. */
  readonly budget: { readonly warms: number; readonly tokens: number; readonly cost: number };
  /** Money per million tokens. */
  readonly rates: z.infer<typeof rates>;
  /** While this file is there nothing is warmed. */
  readonly warmingOffFile: string | undefined;
  /** Contexts warmed at the start, and again after so many minutes where that is not 0. */
  readonly warmAll: { readonly ids: readonly string[]; readonly everyMinutes: number };
  /** How long answers under way may take to end once the server is told to stop. */
  readonly drainMs: number;
  readonly log: { readonly level: (typeof LEVELS)[number]; readonly content: boolean };
  /**
   * What a caller from elsewhere must show to read the metrics; undefined: only from this machine.
   */
  readonly metricsToken: string | undefined;
  /**
   * Whether a collector of OpenTelemetry is named; the exporters read where it is and the rest by
   * themselves.
   */
  readonly sendsTelemetry: boolean;
}

/**
 * Reads the configuration from environment variables; throws an error that names the variable, its
 * value and what is allowed.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  // A variable that is set to nothing counts as not set, as in `MODEL= npm start`.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = environment.safeParse(given);
  if (!result.success) {
    const [issue] = result.error.issues;
    const name = String(issue!.path[0]);
    const value = /KEY|TOKEN$|REDIS/.test(name) ? '(hidden)' : JSON.stringify(given[name]);
    throw new Error(`${name} is ${value}: ${issue!.message}.`);
  }
  const values = result.data;
  if (values.COST_BUDGET_PER_HOUR !== Infinity && !values.RATES) {
    throw new Error('RATES is not set: COST_BUDGET_PER_HOUR needs it, to know what tokens cost.');
  }
  return { ...toServing(values), ...toAnswering(values, env['INIT_CWD'] || process.cwd()) };
}

/**
 * `from`: npm runs a script in its package's folder, and says where it was called; a path that is
 * given counts from there.
 */
function toAnswering(
  values: Values,
  from: string,
): Pick<Config, 'model' | 'maxTokens' | 'upstream' | 'contextDir' | 'cacheDir'> {
  const { MODEL: model, MAX_TOKENS: maxTokens, CACHE_DIR: cacheDir } = values;
  const contextDir = values.CONTEXT_DIR === undefined ? undefined : resolve(from, values.CONTEXT_DIR);
  return { model, maxTokens, contextDir, cacheDir, upstream: toUpstream(values) };
}

function toServing(values: Values): Omit<Config, keyof ReturnType<typeof toAnswering>> {
  return {
    port: values.PORT,
    host: values.HOST,
    redisUrl: values.REDIS_URL,
    trustProxy: values.TRUST_PROXY,
    allowedOrigins: values.ALLOWED_ORIGINS,
    limits: {
      warmsPerMinute: values.WARMS_PER_MINUTE,
      asksPerMinute: values.ASKS_PER_MINUTE,
      answersAtOnce: values.ANSWERS_AT_ONCE,
    },
    budget: {
      warms: values.WARM_BUDGET_PER_HOUR,
      tokens: values.TOKEN_BUDGET_PER_HOUR,
      cost: values.COST_BUDGET_PER_HOUR,
    },
    rates: values.RATES,
    warmingOffFile: values.WARMING_OFF_FILE,
    warmAll: { ids: values.WARM_ALL, everyMinutes: values.WARM_ALL_MINUTES },
    drainMs: values.DRAIN_SECONDS * 1000,
    log: {
      level: values.LOG_LEVEL ?? (values.NODE_ENV === 'production' ? 'info' : 'warn'),
      content: values.LOG_CONTENT,
    },
    metricsToken: values.METRICS_TOKEN,
    sendsTelemetry: values.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined,
  };
}

function toUpstream(values: Values): UpstreamConfig {
  const { ANTHROPIC_BASE_URL: baseUrl, ANTHROPIC_API_KEY: apiKey, SIMULATOR_TIME_SCALE: timeScale } = values;
  if (baseUrl) return { kind: 'engine', baseUrl, apiKey };
  if (apiKey) return { kind: 'api', apiKey };
  return { kind: 'simulator', timeScale };
}
