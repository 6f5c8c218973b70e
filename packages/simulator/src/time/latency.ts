/** In ms, before `timeScale`. */
export interface LatencyModel {
  /** TTFT apart from the prompt's. */
  readonly baseMs: number;
  readonly prefillMsPerToken: number;
  readonly cachedMsPerToken: number;
  readonly decodeMsPerToken: number;
  /** 0.1 draws each duration from ±10 %. */
  readonly jitter: number;
  /** Requests served at once; others queue. */
  readonly concurrency: number;
}

export type LatencyPreset = keyof typeof latencyPresets;

// Two cookbook runs of 151,629 + 22 tokens. TTFT: 20.87 s cold, 1.94 s on a hit. Decode: 7.45 s for
// 362 tokens, 6.46 s for 330.
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
   * llama.cpp's server, 2 CPU cores, 17,099 tokens (facts page): 18.1 s cold, 0.174 s on a hit. 20
   * ms per token are assumed.
   */
  'llama.cpp': {
    ...NONE,
    baseMs: 174,
    prefillMsPerToken: (18_100 - 174) / 17_099,
    decodeMsPerToken: 20,
    concurrency: 1,
  },
  /**
   * node-llama-cpp, 2 CPU cores, 11,000 tokens (toolchain page): 8.5 s cold, 0.05 s on a hit. 20 ms
   * per token are assumed.
   */
  'node-llama-cpp': {
    ...NONE,
    baseMs: 50,
    prefillMsPerToken: (8_500 - 50) / 11_000,
    decodeMsPerToken: 20,
    concurrency: 1,
  },
  /** Only the simulator's own work. */
  none: NONE,
} as const satisfies Record<string, LatencyModel>;

export function timeToFirstToken(model: LatencyModel, uncachedTokens: number, cachedTokens: number): number {
  return model.baseMs + uncachedTokens * model.prefillMsPerToken + cachedTokens * model.cachedMsPerToken;
}
