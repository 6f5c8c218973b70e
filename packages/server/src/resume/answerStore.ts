import type { Chunk } from '../stream/chunks.js';

/** An answer to be kept. */
export interface NewAnswer {
  readonly id: string;
  /** Who asked, as `personOf` says, or '' for a stranger: nobody else may read it. */
  readonly owner: string;
  /** What was asked, for another instance to ask again where this one is lost in the first seconds. Default: not kept. */
  readonly asked?: string | undefined;
  readonly chunks: AsyncGenerator<Chunk, void, undefined>;
  /** Ends the model's work: nobody came back for it. */
  readonly abandon: () => void;
  /** Called once when the answer is complete, whoever still reads it. */
  readonly onEnd: () => void;
}

/** Who asks for an answer that is kept. */
export interface AnswerRef {
  readonly id: string;
  readonly owner: string;
}

/** Asks again in the place of an instance that was lost; `asked` as it was kept, `sent` what was read of the answer meanwhile. */
export type AskAgain = (asked: string, sent: Chunk) => AsyncGenerator<Chunk, void, undefined>;

/** Keeps answers while they come and a short while after; `memoryAnswers` and `redisAnswers` make one. */
export interface AnswerStore {
  /** Takes an answer in; the stream is what its first reader gets, with an id on every event. `signal` ends when that reader leaves. */
  keep(answer: NewAnswer, signal: AbortSignal): AsyncGenerator<Chunk, void, undefined>;
  /** The rest of an answer after event `after`, as it is and as it comes; null where it is not there, or another's. `again` goes on where its instance is lost. */
  resume(
    ref: AnswerRef,
    after: number,
    signal: AbortSignal,
    again?: AskAgain,
  ): Promise<AsyncGenerator<Chunk, void, undefined> | null>;
  /** Ends an answer that is no longer wanted. Where it is not there, or another's, nothing happens. */
  stop(ref: AnswerRef): Promise<void>;
}
