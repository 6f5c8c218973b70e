import { z } from 'zod';

/** The successor of the cookbook's model, which ends in November 2026. */
const DEFAULT_MODEL = 'claude-sonnet-4-6';

const environment = z.object({
  PORT: z.coerce.number('must be a port number').int().min(0).max(65_535).default(3000),
  ANTHROPIC_API_KEY: z.string().optional(),
  ANTHROPIC_BASE_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  MODEL: z.string().default(DEFAULT_MODEL),
  MAX_TOKENS: z.coerce.number('must be a number').int().min(1).max(64_000).default(1024),
  CONTEXT_DIR: z.string().optional(),
  CACHE_DIR: z.string().default('.cache'),
  SIMULATOR_TIME_SCALE: z.coerce.number('must be a number').min(0).max(10).default(1),
});

/** Where answers come from: the simulator, Anthropic's API, or another engine with the same endpoint. */
export type UpstreamConfig =
  | { readonly kind: 'simulator'; readonly timeScale: number }
  | { readonly kind: 'api'; readonly apiKey: string }
  | { readonly kind: 'engine'; readonly baseUrl: string; readonly apiKey: string | undefined };

export interface Config {
  readonly port: number;
  readonly model: string;
  /** The most tokens an answer may have. */
  readonly maxTokens: number;
  readonly upstream: UpstreamConfig;
  /** A folder that holds btree.h and btree.c, instead of the network. */
  readonly contextDir: string | undefined;
  /** Where downloads are kept. */
  readonly cacheDir: string;
}

/** Reads the configuration from environment variables; throws an error that names the variable, its value and what is allowed. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  // A variable that is set to nothing counts as not set, as in `MODEL= npm start`.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = environment.safeParse(given);
  if (!result.success) {
    const [issue] = result.error.issues;
    const name = String(issue!.path[0]);
    const value = name.endsWith('KEY') ? '(hidden)' : JSON.stringify(given[name]);
    throw new Error(`${name} is ${value}: ${issue!.message}.`);
  }
  const { PORT, MODEL, MAX_TOKENS, CONTEXT_DIR, CACHE_DIR } = result.data;
  return {
    port: PORT,
    model: MODEL,
    maxTokens: MAX_TOKENS,
    upstream: toUpstream(result.data),
    contextDir: CONTEXT_DIR,
    cacheDir: CACHE_DIR,
  };
}

function toUpstream(values: z.infer<typeof environment>): UpstreamConfig {
  const { ANTHROPIC_BASE_URL: baseUrl, ANTHROPIC_API_KEY: apiKey, SIMULATOR_TIME_SCALE: timeScale } = values;
  if (baseUrl) return { kind: 'engine', baseUrl, apiKey };
  if (apiKey) return { kind: 'api', apiKey };
  return { kind: 'simulator', timeScale };
}
