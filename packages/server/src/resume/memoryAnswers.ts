import { type Environment, systemEnvironment } from '@forewarm/core';
import { wholeNumber } from '@forewarm/core/kit';
import { AnswerLog } from './answerLog.js';
import type { AnswerRef, AnswerStore, KeptAnswer, NewAnswer } from './answerStore.js';

export interface MemoryAnswersOptions {
  /**
   * How long the model continues without a reader, in milliseconds. Default 15,000: a phone has
   * changed networks.
   */
  graceMs?: number | undefined;
  /** How long read events and complete answers are held, in milliseconds. Default 30,000. */
  keepMs?: number | undefined;
  /**
   * Characters held of one answer, as events. Default 250,000: about 2,500 tokens, more than arrive
   * in `graceMs`.
   */
  maxLength?: number | undefined;
  /** Answers held; the oldest go first. Default 5,000. */
  maxAnswers?: number | undefined;
  /**
   * Characters held of all answers, of one byte or two each; the oldest go first. Default
   * 100,000,000.
   */
  maxTotalLength?: number | undefined;
  /** Default: the process's. */
  environment?: Environment | undefined;
}

interface Kept {
  readonly owner: string;
  readonly log: AnswerLog;
  readonly signs: () => number;
  /** False while another instance may have its id. */
  isBegun: boolean;
  abandon(): void;
  clearEnd(): void;
}

export interface Mirror {
  /** False if another instance has its id. `request` bounds the wait. */
  begin(answer: NewAnswer, request: object | undefined): Promise<boolean>;
  add(ref: AnswerRef, from: number, events: readonly string[]): void;
  /** Resolves once the others can read the end. */
  end(ref: AnswerRef): Promise<void>;
  isWanted(ref: AnswerRef): Promise<boolean>;
}

/** Keeps answers in this process's memory. */
export function memoryAnswers(options: MemoryAnswersOptions = {}, mirror?: Mirror): AnswerStore {
  const { graceMs = 15_000, keepMs = 30_000, maxLength = 250_000, maxAnswers = 5_000 } = options;
  const { maxTotalLength = 100_000_000 } = options;
  for (const [name, value] of Object.entries({ graceMs, keepMs, maxLength, maxAnswers, maxTotalLength })) {
    wholeNumber('memoryAnswers', name, value);
  }
  const { environment = systemEnvironment } = options;
  const held = new Map<string, Kept>();
  let totalLength = 0;
  const forget = (id: string): void => {
    const kept = held.get(id);
    if (!kept) return;
    held.delete(id);
    kept.clearEnd();
    totalLength -= kept.log.length;
    kept.log.release();
    // Nobody can come back.
    if (kept.log.isDeserted && !kept.log.ended) kept.abandon();
  };
  // By id alone: whatever else a timer holds stays in memory until it runs.
  const forgetLater = (id: string): (() => void) => environment.setTimeout(() => forget(id), keepMs);
  const makeRoom = (): void => {
    for (const id of held.keys()) {
      if (held.size <= maxAnswers && totalLength <= maxTotalLength) return;
      forget(id);
    }
  };
  const find = ({ id, owner }: AnswerRef): Kept | null => {
    const kept = held.get(id);
    return kept?.isBegun && kept.owner === owner ? kept : null;
  };

  const hold = ({ id, owner, signs, abandon }: NewAnswer): Kept => {
    const log = new AnswerLog({ maxLength, keepMs, monotonic: () => environment.monotonic() });
    const kept: Kept = { owner, log, signs, isBegun: false, abandon, clearEnd: () => {} };
    held.set(id, kept);
    makeRoom();
    return kept;
  };

  const read = ({ log, signs }: Kept, after: number, signal: AbortSignal): KeptAnswer => ({
    chunks: log.read(after, signal),
    signs,
  });

  const run = (kept: Kept, { id, owner, begin, abandon, onEnd }: NewAnswer): void => {
    const ref = { id, owner };
    const { log } = kept;
    kept.isBegun = true;
    let clearTimer = (): void => {};
    const waitForReader = (): void => {
      const look = async (): Promise<void> => {
        // In a worker a request can't clear another's timer.
        if (log.readers > 0 || log.ended) return;
        if (await mirror?.isWanted(ref)) waitForReader();
        else abandon();
      };
      clearTimer = environment.setTimeout(() => void look(), graceMs);
    };
    log.onReaders = (count) => {
      clearTimer();
      if (count === 0 && !log.ended) waitForReader();
    };
    // The first reader may have left before it read.
    waitForReader();
    const fill = async (): Promise<void> => {
      for await (const events of begin()) {
        const from = log.last + 1;
        const before = log.length;
        log.add(events);
        if (held.get(id) === kept) totalLength += log.length - before;
        makeRoom();
        mirror?.add(ref, from, events);
        if (!log.hasRoom) await log.room();
      }
    };
    // Failures are events of the answer.
    void fill().finally(() => {
      clearTimer();
      log.end();
      onEnd(mirror?.end(ref));
      if (held.get(id) === kept) kept.clearEnd = forgetLater(id);
    });
  };

  return {
    async keep(answer, { signal, request }) {
      if (held.has(answer.id)) return null;
      const kept = hold(answer);
      if (mirror && !(await mirror.begin(answer, request))) {
        forget(answer.id);
        return null;
      }
      run(kept, answer);
      return read(kept, 0, signal);
    },
    async resume(ref, after, { signal }) {
      const kept = find(ref);
      return kept?.log.covers(after) ? read(kept, after, signal) : null;
    },
    stop: async (ref) => find(ref)?.abandon(),
  };
}
