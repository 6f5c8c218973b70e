import type { Json } from '../base/json.js';
import type { Turn } from '../base/turn.js';
import type { CacheOutcome, Usage } from './usage.js';

/** Options of any call. */
export interface CallOptions {
  /** Ends the call and closes its connection. */
  readonly signal?: AbortSignal | undefined;
  /** The hash an earlier warm returned. If the prefix has another, the ask reports `drifted`. */
  readonly expectHash?: string | undefined;
  /** Milliseconds this question has already waited for a warm; a later join waits less. */
  readonly waitedMs?: number | undefined;
  /** Called whenever something arrives from the backend, even if it makes no event yet. */
  readonly alive?: (() => void) | undefined;
  /**
   * Whether the caller can drop what it had on a `restart`. Default false: if the server is lost
   * after some of the answer, it ends in `stream-cut`.
   */
  readonly restarts?: boolean | undefined;
  /**
   * Set for a speculative answer; resolves when its question is sent. Until then the question must
   * have no effects.
   */
  readonly adoption?: Promise<void> | undefined;
  /** Why to warm, for a backend with its own policy. */
  readonly trigger?: string | undefined;
}

/** How a prefix was warmed. `few-tokens`: the backend's minimum is above one. */
export type WarmMethod = 'zero-tokens' | 'one-token' | 'few-tokens' | 'prewarm';

/** The result of a warm. Throws a `ForewarmError` on failure. */
export type WarmResult = WarmedResult | SkippedResult;
/** The backend holds the prefix now. */
export interface WarmedResult {
  readonly status: 'warmed';
  /** Hash of the sent prefix. */
  readonly hash: string;
  /** How it was warmed; null if a question did. */
  readonly method: WarmMethod | null;
  /** Tokens of the request that wrote the entry. */
  readonly usage: Usage;
  /**
   * False if the entry existed or another request wrote it: this warm cost nothing. Default true.
   */
  readonly wrote?: boolean | undefined;
  /** Life of the entry, in milliseconds from the start of the request that wrote it. */
  readonly ttlMs: number;
  /**
   * Age of that request in milliseconds, if another process started it. Default: the caller's start
   * counts.
   */
  readonly ageMs?: number | undefined;
}
/** Nothing was warmed. */
export interface SkippedResult {
  readonly status: 'skipped';
  readonly reason: string;
  /** Tokens it cost, if any. */
  readonly usage?: Usage | undefined;
  /** Milliseconds until a retry makes sense; absent if this prefix can't be warmed. */
  readonly retryAfterMs?: number | undefined;
}

/** Why an answer ended. */
export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'other';

/**
 * The events of an ask: one `start`; texts, with thoughts and tool calls between them; one
 * `finish`. The client puts `join` before them if a warm was in flight, and `adopted` if the answer
 * was begun before. After a `restart`, at most one, they begin again with `start`.
 */
export type AskEvent = AskJoin | AskAdopted | AskStart | AskText | AskReasoning | AskToolCall | AskRestart | AskFinish;
/** The ask waits for a warm; comes again with the time when the wait is over. Not from adapters. */
export interface AskJoin {
  readonly type: 'join';
  readonly waitedMs: number | null;
}
/** The answer was begun before its question. Not from adapters. */
export interface AskAdopted {
  readonly type: 'adopted';
  /** How long before, in milliseconds. */
  readonly ageMs: number;
}
/** The backend has begun; before any text. */
export interface AskStart {
  readonly type: 'start';
  /** Hash of the answer's prefix; empty if the backend doesn't say. */
  readonly hash: string;
  readonly model?: string | undefined;
  /** True if the prefix wasn't the expected one (`expectHash`). */
  readonly drifted?: boolean | undefined;
  /** Milliseconds the backend waited for a warm. */
  readonly waitedMs?: number | undefined;
  /** Empty if a signature follows in `finish`; a stopped answer's turn keeps this one. */
  readonly signature?: string | undefined;
}
/** A piece of the answer. */
export interface AskText {
  readonly type: 'text';
  readonly text: string;
}
/** A piece of the model's thoughts; not part of the answer. */
export interface AskReasoning {
  readonly type: 'reasoning';
  readonly text: string;
}
/** A complete tool call. The caller runs it. */
export interface AskToolCall {
  readonly type: 'tool-call';
  /** The backend's id of the call. */
  readonly id: string;
  readonly name: string;
  readonly input: Json;
}
/**
 * The answer's server was lost, and another asked the model again: drop text and thoughts, since
 * the second answer may differ. Comes from `http`, for callers with `restarts` or nothing received
 * yet.
 */
export interface AskRestart {
  readonly type: 'restart';
}
/** The answer is complete. */
export interface AskFinish {
  readonly type: 'finish';
  readonly reason: FinishReason;
  readonly usage: Usage;
  readonly outcome: CacheOutcome;
  /**
   * Life of the entry it read or wrote, in milliseconds from the start of this ask; absent if there
   * is none.
   */
  readonly ttlMs?: number | undefined;
  /** Why the cache was missed, in the backend's word (`system_changed`), if it says so. */
  readonly missReason?: string | undefined;
  /** Belongs to the turn in later threads, if the server signs turns. */
  readonly signature?: string | undefined;
}

/** What a backend can do. */
export interface AdapterAbilities<P> {
  /** False if it can't warm; `warm` is then never called. Default true. */
  readonly warm?: boolean | undefined;
  /** False if asking has effects beyond the answer: no speculative answers. Default true. */
  readonly speculate?: boolean | undefined;
  /** True if a turn's attachments reach the model. Default false. */
  readonly parts?: boolean | undefined;
  /**
   * The fewest tokens the backend caches; null if unknown. Clearly shorter prefixes aren't warmed.
   */
  minTokens?(prefix: P): number | null;
  /** The longest question, in characters; null if unknown. Default: unknown. */
  maxQuestionLength?(): number | null;
}

/**
 * Warms and asks. A provider's adapter holds real prefixes and a key; a transport's only names
 * them.
 */
export interface Adapter<P> {
  readonly name: string;
  readonly abilities?: AdapterAbilities<P> | undefined;
  /** Names the backend, such as its address. Tabs with the same scope share warmth. */
  readonly scope?: string | undefined;
  warm(prefix: P, options?: CallOptions): Promise<WarmResult>;
  ask(prefix: P, turn: Turn, options?: CallOptions): AsyncIterable<AskEvent>;
}
