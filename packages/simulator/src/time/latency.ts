/**
 * How long the simulated model takes. All figures are milliseconds of the simulated machine, before
 * the time scale.
 */
export interface LatencyModel {
  /**
   * Time to the first token that does not depend on the prompt: network, scheduling, the first
   * decode step.
   */
  readonly baseMs: number;
  /** Prefill of one token that is not read from the cache. */
  readonly prefillMsPerToken: number;
  /** Time for one token that is read from the cache. */
  readonly cachedMsPerToken: number;
  /** Time between two tokens of the answer. */
  readonly decodeMsPerToken: number;
  /** Spread of every duration: 0.1 draws each from ±10 %, evenly, from the seeded generator. */
  readonly jitter: number;
  /** Requests served at once; more wait their turn. `Infinity` for no queue. */
  readonly concurrency: number;
}

/** Names of the {@link latencyPresets}. */
export type LatencyPreset = keyof typeof latencyPresets;

// Two runs of the cookbook, 151,629 tokens of context and a question of 22: TTFT 20.87 s cold and
// 1.94 s on a hit; from the first token to the last 28.32 - 20.87 = 7.45 s for 362 tokens and 8.40
// - 1.94 = 6.46 s for 330.
const COOKBOOK_PREFILL = (20_870 - 1_940) / 151_629;
const COOKBOOK_DECODE = (7_450 + 6_460) / (362 + 330);

const NONE = {
  baseMs: 0,
  prefillMsPerToken: 0,
  cachedMsPerToken: 0,
  decodeMsPerToken: 0,
  jitter: 0,
  concurrency: Infinity,
} as const satisfies LatencyModel;

/** Latency models taken from measurements, each with its source. */
export const latencyPresets = {
  /**
   * Anthropic's cookbook "Speculative Prompt Caching", claude-sonnet-4-5: 20.87 s cold, 1.94 s on a
   * hit, 20.1 ms per token.
   */
  cookbook: {
    ...NONE,
    baseMs: 1_940 - 22 * COOKBOOK_PREFILL,
    prefillMsPerToken: COOKBOOK_PREFILL,
    decodeMsPerToken: COOKBOOK_DECODE,
  },
  /**
   * llama.cpp's server on 2 CPU cores, small model, 17,099 tokens (facts page): 18.1 s cold, 0.174
   * s on a hit. Its decode rate was not measured; 20 ms is assumed.
   */
  'llama.cpp': {
    ...NONE,
    baseMs: 174,
    prefillMsPerToken: (18_100 - 174) / 17_099,
    decodeMsPerToken: 20,
    concurrency: 1,
  },
  /**
   * node-llama-cpp on 2 CPU cores, 11,000 tokens (toolchain page): 8.5 s cold, 0.05 s on a reused
   * prefix. Its decode rate was not measured; 20 ms is assumed.
   */
  'node-llama-cpp': {
    ...NONE,
    baseMs: 50,
    prefillMsPerToken: (8_500 - 50) / 11_000,
    decodeMsPerToken: 20,
    concurrency: 1,
  },
  /** No delay at all: what remains is the simulator's own work. */
  none: NONE,
} as const satisfies Record<string, LatencyModel>;

/**
 * Milliseconds to the first token of a prompt of which `cachedTokens` are read from the cache and
 * the rest is prefilled.
 */
export function timeToFirstToken(model: LatencyModel, uncachedTokens: number, cachedTokens: number): number {
  return model.baseMs + uncachedTokens * model.prefillMsPerToken + cachedTokens * model.cachedMsPerToken;
}
