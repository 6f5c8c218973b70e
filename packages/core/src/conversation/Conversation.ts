import { AskObserver, type AskState, IDLE, type Schedule } from '../client/AskObserver.js';
import { Notifier } from '../base/notifier.js';
import type { Turn } from '../base/turn.js';
import type { PastTurn, Prefix } from '../prefix/prefix.js';
import type { PrefixRef } from '../prefix/prefixRef.js';
import type { ForewarmClient } from '../client/ForewarmClient.js';
import { type HistoryStorage, mergeTurns, sameTurns, trimThread, withThread } from '../prefix/thread.js';

/** The latest question with what has become of it, and the turns before it. */
export interface ConversationState extends AskState {
  /** Answered turns before the latest question, oldest first. */
  readonly turns: readonly PastTurn[];
  /**
   * True where the conversation was to be kept and its storage refused, as a full one does: it goes
   * with the page.
   */
  readonly unsaved: boolean;
}

/** Before the first question of a new conversation. */
export const NO_CONVERSATION: ConversationState = Object.freeze({
  ...IDLE,
  turns: Object.freeze([]),
  unsaved: false,
});

export interface ConversationOptions {
  /**
   * Whether answered turns go along with the next question. Default true; without, each question
   * stands alone.
   */
  thread?: boolean | undefined;
  /** Keeps the turns across reloads. */
  storage?: HistoryStorage | undefined;
  /** What they are kept under; needed with `storage`. */
  key?: string | undefined;
  schedule?: Schedule | undefined;
}

/** What may go with a question. */
export interface QuestionOptions extends Pick<Turn, 'parts'> {
  /** How many of the turns so far stay before it, for a question that was edited. Default all. */
  readonly keep?: number | undefined;
}

/**
 * Asks questions as a thread: what was answered, or stopped with some of it there, is part of the
 * next question's prefix. A failed answer is not.
 */
export class Conversation<P extends Prefix | PrefixRef> {
  readonly #observer: AskObserver<P>;
  readonly #options: ConversationOptions;
  readonly #listeners = new Notifier<[]>();
  #state: ConversationState = NO_CONVERSATION;
  #outline: ConversationState = NO_CONVERSATION;
  /** The turns that count: those before, and the latest once it has ended with something said. */
  #settled: readonly PastTurn[] = [];
  /** What is known to be kept, as read or last written; null before. */
  #kept: readonly PastTurn[] | null = null;
  /**
   * The prefix grown by `turns`, for as long as both are the same: growing a long one takes time.
   */
  #grown: { readonly base: P; readonly turns: readonly PastTurn[]; readonly prefix: P } | null = null;

  constructor(client: ForewarmClient<P>, options: ConversationOptions = {}) {
    this.#options = options;
    this.#observer = new AskObserver(client, { schedule: options.schedule });
    this.#observer.subscribe(() => this.#track());
    this.#load();
  }

  readonly getSnapshot = (): ConversationState => this.#state;
  /**
   * The state as of the last change of anything but a text that grows: the same object while only
   * more words come in.
   */
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
   * What the next question will be asked on in a state: the prefix grown by every turn so far, or
   * by those that an edited one keeps. The same object until that changes, unless turns are left
   * out.
   */
  next(base: P, state: ConversationState = this.#state, options?: QuestionOptions): P {
    return this.#grow(base, this.#before(state, options));
  }

  /**
   * Asks; resolves with the final state, never rejects. Refused by giving the present state while
   * one is being answered.
   */
  ask(base: P, question: string, options?: QuestionOptions): Promise<AskState> {
    if (this.#observer.busy) return Promise.resolve(this.#state);
    const turns = this.#before(this.#state, options);
    this.#state = this.#outline = { ...this.#state, turns };
    return this.#observer.ask(this.#grow(base, turns), question, options);
  }

  /** Asks the latest question again, in place of its answer. */
  retry(base: P): Promise<AskState> {
    return this.#observer.retry(this.#grow(base, this.#state.turns));
  }

  /** Puts another answer of the latest question in its place, unless one is coming in. */
  show(state: AskState): void {
    this.#observer.show(state);
  }

  /** Ends the answer at once; what has arrived stays. */
  stop(): void {
    this.#observer.stop();
  }

  /** Stops, and forgets the whole conversation, also where it is kept. */
  reset(): void {
    this.#observer.reset();
    this.#set({ ...NO_CONVERSATION, unsaved: this.#state.unsaved });
    void this.#write();
  }

  /** The turns that go along with the next question. */
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

  /** Takes over what another tab has made of the conversation. */
  #adopt(kept: readonly PastTurn[]): void {
    const before = this.#kept ?? [];
    this.#kept = kept;
    if (sameTurns(kept, before)) return;
    const latest = this.#settled.slice(this.#state.turns.length);
    const all = mergeTurns(kept, before, this.#settled);
    // What was asked elsewhere since is the latest turn now, and ours one of those before it.
    const stays = latest.length === 0 || sameTurns(all.slice(-1), latest);
    if (!stays) this.#observer.reset();
    this.#set({ ...this.#state, turns: trimThread(stays ? all.slice(0, all.length - latest.length) : all) });
  }

  #write(): void | Promise<void> {
    const { storage, key = '' } = this.#options;
    const all = this.#settled;
    const told = (unsaved: boolean): void => {
      if (!unsaved) this.#kept = all;
      if (unsaved !== this.#state.unsaved) this.#set({ ...this.#state, unsaved });
    };
    try {
      const written = storage?.write(key, all);
      if (written)
        return written.then(
          () => told(false),
          () => told(true),
        );
      told(false);
    } catch {
      told(true);
    }
  }

  /** Calls back with what is kept; with what was last known to be, where that can't be read. */
  #withKept(put: (kept: readonly PastTurn[]) => void | Promise<void>): void {
    const { storage, key = '' } = this.#options;
    if (!storage) return;
    const known = this.#kept ?? [];
    let kept: ReturnType<HistoryStorage['read']> = known;
    try {
      kept = storage.read(key);
    } catch {
      // as documented: what can't be read is as it was last known to be
    }
    if (kept instanceof Promise) void kept.catch(() => known).then(put);
    else void put(kept);
  }
}

/** Whether nothing but the texts differs, and none begins or goes. */
function growsOnly(before: ConversationState, state: ConversationState): boolean {
  return (Object.keys(state) as (keyof ConversationState)[]).every((key) => {
    const isText = key === 'answer' || key === 'reasoning';
    return isText ? (state[key] === '') === (before[key] === '') : state[key] === before[key];
  });
}
