import type { Chunk, Chunks } from '../stream/chunks.js';

export interface NewAnswer {
  readonly id: string;
  /** Who asked, by `personOf`, or '' for a stranger: nobody else may read it. */
  readonly owner: string;
  /**
   * What was asked, so that another instance can ask again if this one is lost in the first
   * seconds. Default: not kept.
   */
  readonly asked?: string | undefined;
  /** Asks the model. Called once nobody else can have begun the same answer. */
  readonly begin: () => AsyncGenerator<Chunk, void, undefined>;
  /** The model's signs of life so far. */
  readonly signs: () => number;
  /** Ends the model's work: nobody came back. */
  readonly abandon: () => void;
  /**
   * Called once when the answer is complete; `copied` resolves when other instances can read its
   * end.
   */
  readonly onEnd: (copied?: Promise<void>) => void;
}

/** Names a kept answer. */
export interface AnswerRef {
  readonly id: string;
  readonly owner: string;
}

export interface Reader {
  /** Ends when the reader leaves. */
  readonly signal: AbortSignal;
  /** Bounds all that one request waits for a shared store. */
  readonly request?: object | undefined;
}

/** A kept answer, for one reader. */
export interface KeptAnswer {
  /** Its events, each with an id. */
  readonly chunks: Chunks;
  /** The model's signs of life so far. */
  readonly signs: () => number;
}

/**
 * The answer that replaces a lost one: its id and what to ask; null if another instance already
 * asks.
 */
export interface Succession {
  readonly id: string;
  readonly asked: string | null;
}

/**
 * Continues for a reader whose answer's instance was lost. `succeed` gives null if it is too late
 * to ask again.
 */
export type AskAgain = (succeed: () => Promise<Succession | null>) => AsyncGenerator<Chunk, void, undefined>;

/** Keeps answers while they run and a short while after, as `memoryAnswers` does. */
export interface AnswerStore {
  /** Begins an answer for its first reader; null, without beginning, if one has its id. */
  keep(answer: NewAnswer, reader: Reader): Promise<KeptAnswer | null>;
  /**
   * The rest of an answer after event `after`; null if missing or another's. `again` continues if
   * its instance is lost.
   */
  resume(ref: AnswerRef, after: number, reader: Reader, again?: AskAgain): Promise<KeptAnswer | null>;
  /** Ends an unwanted answer, unless it is missing or another's. `request` bounds the wait. */
  stop(ref: AnswerRef, request?: object): Promise<void>;
}
