import type { Chunk, Chunks } from '../stream/chunks.js';

export interface NewAnswer {
  readonly id: string;
  /** By `personOf`, or '' for a stranger: nobody else may read it. */
  readonly owner: string;
  /** For another instance to ask again after an early loss. Default: not kept. */
  readonly asked?: string | undefined;
  /** Called once nobody else can have begun the answer. */
  readonly begin: () => AsyncGenerator<Chunk, void, undefined>;
  /** The model's signs of life so far. */
  readonly signs: () => number;
  /** Call it when nobody comes back. */
  readonly abandon: () => void;
  /** Called once at the end; `copied` resolves when other instances can read it. */
  readonly onEnd: (copied?: Promise<void>) => void;
}

export interface AnswerRef {
  readonly id: string;
  readonly owner: string;
}

export interface Reader {
  /** Ends when the reader leaves. */
  readonly signal: AbortSignal;
  /** Bounds a request's waits for a shared store. */
  readonly request?: object | undefined;
}

export interface KeptAnswer {
  /** Each event has an id. */
  readonly chunks: Chunks;
  /** The model's signs of life so far. */
  readonly signs: () => number;
}

/** Replaces a lost answer; `asked` is null if another instance already asks. */
export interface Succession {
  readonly id: string;
  readonly asked: string | null;
}

/** Continues after a loss. `succeed` gives null if it is too late to ask again. */
export type AskAgain = (succeed: () => Promise<Succession | null>) => AsyncGenerator<Chunk, void, undefined>;

/** Keeps answers while they run and a short while after. */
export interface AnswerStore {
  /** Begins an answer; null, without beginning, if one has its id. */
  keep(answer: NewAnswer, reader: Reader): Promise<KeptAnswer | null>;
  /**
   * The rest after event `after`; null if missing or another's. `again` continues if the instance
   * is lost.
   */
  resume(ref: AnswerRef, after: number, reader: Reader, again?: AskAgain): Promise<KeptAnswer | null>;
  /** Nothing happens if missing or another's. `request` bounds the wait. */
  stop(ref: AnswerRef, request?: object): Promise<void>;
}
