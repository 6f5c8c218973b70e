import { AskObserver, type AskState, IDLE, type Schedule } from '../client/AskObserver.js';
import { type Maybe, unlessFails, whenKnown } from '../base/maybe.js';
import { Notifier } from '../base/notifier.js';
import type { Turn } from '../base/turn.js';
import type { PastTurn, Prefix } from '../prefix/prefix.js';
import type { PrefixRef } from '../prefix/prefixRef.js';
import type { ForewarmClient } from '../client/ForewarmClient.js';
import { type HistoryStorage, mergeTurns, sameTurns, trimThread, withThread } from '../prefix/thread.js';

export interface ConversationState extends AskState {
  /** Answered turns before the latest question, oldest first. */
  readonly turns: readonly PastTurn[];
  /** The storage refused the conversation: it will be lost with the page. */
  readonly unsaved: boolean;
}

export const NO_CONVERSATION: ConversationState = Object.freeze({
  ...IDLE,
  turns: Object.freeze([]),
  unsaved: false,
});

export interface ConversationOptions {
  /** Answered turns are sent again. Default true. */
  thread?: boolean | undefined;
  storage?: HistoryStorage | undefined;
  /** Required with `storage`. */
  key?: string | undefined;
  schedule?: Schedule | undefined;
}

export interface QuestionOptions extends Pick<Turn, 'parts'> {
  /** Earlier turns to keep, for an edited question. Default: all. */
  readonly keep?: number | undefined;
}

/**
 * Asks questions as a thread: answered turns, and stopped ones with text, become part of the next
 * prefix. Failed ones don't.
 */
export class Conversation<P extends Prefix | PrefixRef> {
  readonly #observer: AskObserver<P>;
  readonly #options: ConversationOptions;
  readonly #listeners = new Notifier<[]>();
  #state: ConversationState = NO_CONVERSATION;
  #outline: ConversationState = NO_CONVERSATION;
  /** Earlier turns, and the latest if it ended with text. */
  #settled: readonly PastTurn[] = [];
  /** As last read or written; null before. */
  #kept: readonly PastTurn[] | null = null;
  /** Growing a long prefix takes time. */
  #grown: { readonly base: P; readonly turns: readonly PastTurn[]; readonly prefix: P } | null = null;

  constructor(client: ForewarmClient<P>, options: ConversationOptions = {}) {
    this.#options = options;
    this.#observer = new AskObserver(client, { schedule: options.schedule });
    this.#observer.subscribe(() => this.#track());
    this.#load();
  }

  readonly getSnapshot = (): ConversationState => this.#state;
  /** The same object while only words arrive. */
  readonly getOutline = (): ConversationState => this.#outline;
  readonly subscribe = (listener: () => void): (() => void) => {
    const { storage, key = '' } = this.#options;
    const unsubscribe = this.#listeners.subscribe(listener);
    const leave = storage?.subscribe?.(key, () => this.#withKept((kept) => this.#adopt(kept)));
    return () => {
      unsubscribe();
      leave?.();
    };
  };

  /**
   * The next question's prefix, with all turns or those an edited question keeps. The same object
   * until that changes, unless turns are left out.
   */
  next(base: P, state: ConversationState = this.#state, options?: QuestionOptions): P {
    return this.#grow(base, this.#before(state, options));
  }

  /** As `AskObserver.ask`. */
  ask(base: P, question: string, options?: QuestionOptions): Promise<AskState> {
    if (this.#observer.busy) return Promise.resolve(this.#state);
    const turns = this.#before(this.#state, options);
    this.#state = this.#outline = { ...this.#state, turns };
    return this.#observer.ask(this.#grow(base, turns), question, options);
  }

  /** Asks again and replaces the latest answer. */
  retry(base: P): Promise<AskState> {
    return this.#observer.retry(this.#grow(base, this.#state.turns));
  }

  /** Shows another answer of the latest question, unless one is running. */
  show(state: AskState): void {
    this.#observer.show(state);
  }

  stop(): void {
    this.#observer.stop();
  }

  /** Forgets the conversation, also in storage. */
  reset(): void {
    this.#observer.reset();
    this.#set({ ...NO_CONVERSATION, unsaved: this.#state.unsaved });
    void this.#write();
  }

  #before(state: ConversationState, { keep }: QuestionOptions = {}): readonly PastTurn[] {
    const settled = state === this.#state ? this.#settled : this.#settle(state);
    return trimThread(keep === undefined ? settled : settled.slice(0, keep));
  }

  #grow(base: P, turns: readonly PastTurn[]): P {
    const held = this.#grown;
    if (held?.base === base && held.turns === turns) return held.prefix;
    const prefix = withThread(base, turns);
    this.#grown = { base, turns, prefix };
    return prefix;
  }

  #track(): void {
    const { turns, unsaved } = this.#state;
    this.#set({ ...this.#observer.getSnapshot(), turns, unsaved });
    if (this.#state.status === 'done' || this.#state.status === 'stopped') this.#keep();
  }

  #set(state: ConversationState): void {
    if (!growsOnly(this.#state, state)) this.#outline = state;
    this.#state = state;
    this.#settled = this.#settle(state);
    this.#listeners.notify();
  }

  #settle({ turns, status, question, parts, answer, signature }: ConversationState): readonly PastTurn[] {
    const ended = status === 'done' || status === 'stopped';
    const counts = ended && answer.trim() !== '' && this.#options.thread !== false;
    return counts ? [...turns, { question, parts, answer, ...(signature !== null && { signature }) }] : turns;
  }

  #load(): void {
    this.#withKept((kept) => {
      if (this.#kept !== null) return;
      this.#kept = kept;
      if (kept.length > 0) this.#set({ ...this.#state, turns: trimThread([...kept, ...this.#state.turns]) });
    });
  }

  #keep(): void {
    this.#withKept((kept) => {
      this.#adopt(kept);
      return this.#write();
    });
  }

  #adopt(kept: readonly PastTurn[]): void {
    const before = this.#kept ?? [];
    this.#kept = kept;
    if (sameTurns(kept, before)) return;
    const latest = this.#settled.slice(this.#state.turns.length);
    const all = mergeTurns(kept, before, this.#settled);
    // A question asked elsewhere is now the latest turn.
    const stays = latest.length === 0 || sameTurns(all.slice(-1), latest);
    if (!stays) this.#observer.reset();
    this.#set({ ...this.#state, turns: trimThread(stays ? all.slice(0, all.length - latest.length) : all) });
  }

  #write(): Maybe<void> {
    const { storage, key = '' } = this.#options;
    const all = this.#settled;
    const unsaved = unlessFails(() => whenKnown(storage?.write(key, all), () => false), true);
    return whenKnown(unsaved, (isUnsaved) => {
      if (!isUnsaved) this.#kept = all;
      if (isUnsaved !== this.#state.unsaved) this.#set({ ...this.#state, unsaved: isUnsaved });
    });
  }

  /** Calls back with the stored turns, or the last known if unreadable. */
  #withKept(put: (kept: readonly PastTurn[]) => Maybe<void>): void {
    const { storage, key = '' } = this.#options;
    if (storage)
      void whenKnown(
        unlessFails(() => storage.read(key), this.#kept ?? []),
        put,
      );
  }
}

function growsOnly(before: ConversationState, state: ConversationState): boolean {
  return (Object.keys(state) as (keyof ConversationState)[]).every((key) => {
    const isText = key === 'answer' || key === 'reasoning';
    return isText ? (state[key] === '') === (before[key] === '') : state[key] === before[key];
  });
}
