import type { Json } from '../base/json.js';
import type { Turn } from '../base/turn.js';
import type { CacheOutcome, Usage } from './usage.js';

/** What goes with any call. */
export interface CallOptions {
  /** Ends the call and closes the connection to the backend. */
  readonly signal?: AbortSignal | undefined;
  /** Hash that an earlier warm returned. Where the prefix has another, the ask says `drifted`. */
  readonly expectHash?: string | undefined;
  /**
   * Milliseconds this question has waited for a warm already, so that the next one to join waits
   * less.
   */
  readonly waitedMs?: number | undefined;
  /**
   * Called whenever something arrives from the backend, also where it makes no event yet: it is not
   * silent.
   */
  readonly alive?: (() => void) | undefined;
  /**
   * Whether the caller forgets what it has had of an answer on a `restart`. Default false: an
   * answer whose server is lost then ends in `stream-cut` once some of it has come.
   */
  readonly restarts?: boolean | undefined;
  /**
   * Given where an answer is begun before its question is sent; resolves once that is sent. Nothing
   * that follows a question may happen before: a route that has such effects must not be asked.
   */
  readonly adoption?: Promise<void> | undefined;
  /** Cause of a warm, for a backend that runs the policy itself. */
  readonly trigger?: string | undefined;
}

/** How a backend was made to read a prefix. `few-tokens`: its fewest are more than one. */
export type WarmMethod = 'zero-tokens' | 'one-token' | 'few-tokens' | 'prewarm';

/** What a warm came to. A failure is thrown as a `ForewarmError`. */
export type WarmResult = WarmedResult | SkippedResult;
/** The backend holds the prefix now. */
export interface WarmedResult {
  readonly status: 'warmed';
  /** Hash of the prefix that was sent. */
  readonly hash: string;
  /** How it was warmed; null where a question had done it. */
  readonly method: WarmMethod | null;
  /** Tokens of the request that wrote the entry. */
  readonly usage: Usage;
  /**
   * False where the entry was there or another request wrote it: this warm cost nothing. Default
   * true.
   */
  readonly wrote?: boolean | undefined;
  /** How long the entry lives, in milliseconds from the start of the request that wrote it. */
  readonly ttlMs: number;
  /**
   * Milliseconds since that request started, where another process started it. Default: the
   * caller's own start counts.
   */
  readonly ageMs?: number | undefined;
}
/** Nothing was warmed, and why. */
export interface SkippedResult {
  readonly status: 'skipped';
  readonly reason: string;
  /** Tokens this took, if any. */
  readonly usage?: Usage | undefined;
  /**
   * Milliseconds after which another try makes sense; absent where this prefix can't be warmed at
   * all.
   */
  readonly retryAfterMs?: number | undefined;
}

/** Why an answer ended. */
export type FinishReason = 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'other';

/**
 * What an ask yields, in order: one `start`; texts, with what the model thinks and which tools it
 * calls between them; one `finish`. A cache puts a `join` before them where a warm was in flight,
 * `adopted` where the answer was begun before the question. After a `restart`, at most one for an
 * ask, they come anew from the `start`.
 */
export type AskEvent = AskJoin | AskAdopted | AskStart | AskText | AskReasoning | AskToolCall | AskRestart | AskFinish;
/**
 * The ask waits for a warm in flight; comes again, with the time it took, once the wait is over.
 * Adapters have no need of it.
 */
export interface AskJoin {
  readonly type: 'join';
  readonly waitedMs: number | null;
}
/** The answer had been begun before the question was sent. Adapters have no need of it. */
export interface AskAdopted {
  readonly type: 'adopted';
  /** How long before, in milliseconds. */
  readonly ageMs: number;
}
/** The backend has begun; comes before any text. */
export interface AskStart {
  readonly type: 'start';
  /** Hash of the prefix the answer is based on; empty where the backend does not say. */
  readonly hash: string;
  readonly model?: string | undefined;
  /** True where the prefix was not the one expected (`expectHash`). */
  readonly drifted?: boolean | undefined;
  /** Milliseconds the backend waited for a warm before it asked the model. */
  readonly waitedMs?: number | undefined;
  /**
   * Empty where a signature comes with the finish; the turn of a stopped answer carries this one.
   */
  readonly signature?: string | undefined;
}
/** A piece of the answer. */
export interface AskText {
  readonly type: 'text';
  readonly text: string;
}
/** A piece of what the model thinks before it answers; no part of the answer. */
export interface AskReasoning {
  readonly type: 'reasoning';
  readonly text: string;
}
/** A tool call of the model, whole. Running it is up to the caller. */
export interface AskToolCall {
  readonly type: 'tool-call';
  /** The backend's id of this call, for its result to refer to. */
  readonly id: string;
  readonly name: string;
  readonly input: Json;
}
/**
 * The server that wrote the answer was lost, and another has asked the model again: forget the text
 * and the thoughts so far, for the second answer may say something else. Comes from `http`, and to
 * a caller with `restarts` only, but for one who has had nothing yet.
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
   * How long the entry lives that was read or written, in milliseconds from the start of this ask;
   * absent where none is kept.
   */
  readonly ttlMs?: number | undefined;
  /** Why the cache was missed, in the backend's own word (`system_changed`), where it says so. */
  readonly missReason?: string | undefined;
  /** Goes along with the turn in later threads, where the server signs turns. */
  readonly signature?: string | undefined;
}

/** What a backend can do, as far as the policy must know. */
export interface AdapterAbilities<P> {
  /** False where there is no way to warm; `warm` is then never called. Default true. */
  readonly warm?: boolean | undefined;
  /**
   * False where asking has effects beyond the answer, so that none may be begun before its question
   * is sent. Default true.
   */
  readonly speculate?: boolean | undefined;
  /** True where the attachments of a turn reach the model. Default false: none may be given. */
  readonly parts?: boolean | undefined;
  /**
   * Fewest tokens that the backend caches; null where unknown. A clearly shorter prefix is not
   * warmed.
   */
  minTokens?(prefix: P): number | null;
  /** The longest question that is taken, in characters; null where unknown. Default: unknown. */
  maxQuestionLength?(): number | null;
}

/** Warms and asks. A provider's adapter holds real prefixes and a key; a transport's names them. */
export interface Adapter<P> {
  readonly name: string;
  readonly abilities?: AdapterAbilities<P> | undefined;
  /** Names the backend, such as its address. Tabs whose adapters share it share what is warm. */
  readonly scope?: string | undefined;
  warm(prefix: P, options?: CallOptions): Promise<WarmResult>;
  ask(prefix: P, turn: Turn, options?: CallOptions): AsyncIterable<AskEvent>;
}
