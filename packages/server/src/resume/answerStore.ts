import type { Chunk, Chunks } from '../stream/chunks.js';

/** An answer to be kept. */
export interface NewAnswer {
  readonly id: string;
  /** Who asked, as `personOf` says, or '' for a stranger: nobody else may read it. */
  readonly owner: string;
  /**
   * What was asked, for another instance to ask it again where this one is lost in the first
   * seconds. Default: not kept.
   */
  readonly asked?: string | undefined;
  /** Asks the model. Called once nobody else can have begun the same answer. */
  readonly begin: () => AsyncGenerator<Chunk, void, undefined>;
  /** How many signs of life the model has given so far. */
  readonly signs: () => number;
  /** Ends the model's work: nobody came back for it. */
  readonly abandon: () => void;
  /**
   * Called once when the answer is complete, whoever still reads it; `copied` resolves once other
   * instances can read its end.
   */
  readonly onEnd: (copied?: Promise<void>) => void;
}

/** Who asks for an answer that is kept. */
export interface AnswerRef {
  readonly id: string;
  readonly owner: string;
}

/** Who reads an answer. */
export interface Reader {
  /** Ends when the reader leaves. */
  readonly signal: AbortSignal;
  /** Whose time is spent: all that one request waits for a shared store is bounded together. */
  readonly request?: object | undefined;
}

/** A kept answer as one reader gets it. */
export interface KeptAnswer {
  /** Its events, each with an id. */
  readonly chunks: Chunks;
  /** Grows with every sign of life of the model. */
  readonly signs: () => number;
}

/**
 * The answer in the place of one whose instance was lost: its id, and what to ask; null where
 * another instance asks already.
 */
export interface Succession {
  readonly id: string;
  readonly asked: string | null;
}

/**
 * Goes on for a reader whose answer's instance was lost. `succeed` gives null where it is too late
 * to ask again.
 */
export type AskAgain = (succeed: () => Promise<Succession | null>) => AsyncGenerator<Chunk, void, undefined>;

/**
 * Keeps answers while they come and a short while after; `memoryAnswers` and `redisAnswers` make
 * one.
 */
export interface AnswerStore {
  /**
   * Takes an answer in and begins it, for its first reader; null, and nothing is begun, where there
   * is one of its id.
   */
  keep(answer: NewAnswer, reader: Reader): Promise<KeptAnswer | null>;
  /**
   * The rest of an answer after event `after`, as it is and as it comes; null where it is not
   * there, or another's. `again` goes on where its instance is lost.
   */
  resume(ref: AnswerRef, after: number, reader: Reader, again?: AskAgain): Promise<KeptAnswer | null>;
  /**
   * Ends an answer that is no longer wanted. Where it is not there, or another's, nothing happens.
   * `request` is whose time is spent.
   */
  stop(ref: AnswerRef, request?: object): Promise<void>;
}
