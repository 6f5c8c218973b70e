import type { Json } from '../base/json.js';
import type { Turn } from '../base/turn.js';
import type { CacheOutcome, Usage } from './usage.js';

export interface CallOptions {
  /** Ends the call and closes its connection. */
  readonly signal?: AbortSignal | undefined;
  /** From an earlier warm; another hash makes the ask report `drifted`. */
  readonly expectHash?: string | undefined;
  /** Milliseconds already waited for a warm; a later join waits less. */
  readonly waitedMs?: number | undefined;
  /** Call it whenever the backend sends something, event or not. */
  readonly alive?: (() => void) | undefined;
  /**
   * Whether the caller can drop text on a `restart`. Default false: the ask then ends in
   * `stream-cut`.
   */
  readonly restarts?: boolean | undefined;
  /** Set for a speculative answer; resolves when its question is sent. No effects until then. */
  readonly adoption?: Promise<void> | undefined;
  /** Why to warm, for a backend with its own policy. */
  readonly trigger?: string | undefined;
}

/** `few-tokens`: the backend's minimum is above one. */
export type WarmMethod = 'zero-tokens' | 'one-token' | 'few-tokens' | 'prewarm';

/** The result of a warm; failures throw a `ForewarmError`. */
export type WarmResult = WarmedResult | SkippedResult;
export interface WarmedResult {
  readonly status: 'warmed';
  readonly hash: string;
  /** Null if a question warmed it. */
  readonly method: WarmMethod | null;
  /** Tokens of the request that wrote the entry. */
  readonly usage: Usage;
  /** False if the entry existed or another request wrote it. Default true. */
  readonly wrote?: boolean | undefined;
  /** The entry's life in milliseconds, from the start of the request that wrote it. */
  readonly ttlMs: number;
  /** Milliseconds since that start, if another process made it. Default: this call's start. */
  readonly ageMs?: number | undefined;
}
export interface SkippedResult {
  readonly status: 'skipped';
  readonly reason: string;
  readonly usage?: Usage | undefined;
  /** Milliseconds; absent if this prefix can't be warmed. */
  readonly retryAfterMs?: number | undefined;
}

export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'other';

/**
 * The events of an ask: one `start`, then texts, thoughts and tool calls, then one `finish`. After
 * a `restart`, at most one, they begin again.
 */
export type AskEvent = AskJoin | AskAdopted | AskStart | AskText | AskReasoning | AskToolCall | AskRestart | AskFinish;
/** The client waits for a warm; repeated with the time when the wait is over. */
export interface AskJoin {
  readonly type: 'join';
  readonly waitedMs: number | null;
}
/** The answer was begun before its question. */
export interface AskAdopted {
  readonly type: 'adopted';
  /** Milliseconds before submit. */
  readonly ageMs: number;
}
export interface AskStart {
  readonly type: 'start';
  /** Hash of the answer's prefix; empty if unknown. */
  readonly hash: string;
  readonly model?: string | undefined;
  /** True if the prefix's hash isn't `expectHash`. */
  readonly drifted?: boolean | undefined;
  /** Milliseconds the backend waited for a warm. */
  readonly waitedMs?: number | undefined;
  /** Empty if a signature follows in `finish`; a stopped answer's turn keeps this one. */
  readonly signature?: string | undefined;
}
export interface AskText {
  readonly type: 'text';
  readonly text: string;
}
export interface AskReasoning {
  readonly type: 'reasoning';
  readonly text: string;
}
/** A complete tool call, which the caller runs. */
export interface AskToolCall {
  readonly type: 'tool-call';
  readonly id: string;
  readonly name: string;
  readonly input: Json;
}
/**
 * `http` lost the server and asked the model again: drop text and thoughts. Only with `restarts`,
 * or before anything arrived.
 */
export interface AskRestart {
  readonly type: 'restart';
}
export interface AskFinish {
  readonly type: 'finish';
  readonly reason: FinishReason;
  readonly usage: Usage;
  readonly outcome: CacheOutcome;
  /** Milliseconds from the start of this ask; absent without an entry. */
  readonly ttlMs?: number | undefined;
  /** In the backend's word, such as `system_changed`. */
  readonly missReason?: string | undefined;
  readonly signature?: string | undefined;
}

export interface AdapterAbilities<P> {
  /** False if it can't warm. Default true. */
  readonly warm?: boolean | undefined;
  /** False if asking has effects. Default true. */
  readonly speculate?: boolean | undefined;
  /** True if attachments reach the model. Default false. */
  readonly parts?: boolean | undefined;
  /**
   * The fewest tokens the backend caches; null if unknown. Clearly shorter prefixes aren't warmed.
   */
  minTokens?(prefix: P): number | null;
  /** In characters. Null or absent: unknown. */
  maxQuestionLength?(): number | null;
}

/** Warms and asks. A provider's adapter takes real prefixes, a transport's only their names. */
export interface Adapter<P> {
  readonly name: string;
  readonly abilities?: AdapterAbilities<P> | undefined;
  /** Names the backend, such as its address, for tabs that share warmth. */
  readonly scope?: string | undefined;
  warm(prefix: P, options?: CallOptions): Promise<WarmResult>;
  ask(prefix: P, turn: Turn, options?: CallOptions): AsyncIterable<AskEvent>;
}
