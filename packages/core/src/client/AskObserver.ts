import type { AskEvent, AskFinish, AskToolCall, CallOptions } from '../adapter/adapter.js';
import type { Environment } from '../base/environment.js';
import { type ForewarmError, toForewarmError } from '../base/errors.js';
import { Notifier } from '../base/notifier.js';
import type { Prefix } from '../prefix/prefix.js';
import type { PrefixRef } from '../prefix/prefixRef.js';
import { questionError } from '../prefix/question.js';
import type { ForewarmClient } from './ForewarmClient.js';
import type { CacheOutcome, Usage } from '../adapter/usage.js';

/**
 * Times of one ask in milliseconds from submit, on the asker's own clock. `null` is "not yet" or
 * "never".
 */
export interface AskTiming {
  /** Submit, on the environment's monotonic clock: for a counter that runs. */
  readonly submittedAt: number;
  /** From the first touch of the input to submit; null where the input was not watched. */
  readonly typedMs: number | null;
  /**
   * The warm that ran while the question was typed or awaited: its start from submit, which is
   * negative before it.
   */
  readonly warm: { readonly startMs: number; readonly durationMs: number } | null;
  /** From submit to the first text that is not blank; after a restart, to the first that stays. */
  readonly ttftMs: number | null;
  /** How long before submit the answer had been begun; null where it was not. */
  readonly begunMs: number | null;
  /** How much of that was waiting for a warm. */
  readonly waitedMs: number | null;
  /** How much of that was the model, and the way to it. */
  readonly modelMs: number | null;
  /** From submit to the end of the answer. */
  readonly totalMs: number | null;
}

/** A tool the model has called. */
export type ToolCall = Omit<AskToolCall, 'type'>;

/** One question and what has become of it. */
export interface AskState {
  /**
   * `waiting` for the backend to begin, `answering` while text comes in; then `done`, `stopped` or
   * `failed`, with what had arrived.
   */
  readonly status: 'idle' | 'waiting' | 'answering' | 'done' | 'stopped' | 'failed';
  /** Whether, while `waiting`, it waits for a warm in flight rather than for the backend. */
  readonly joining: boolean;
  /** The latest question as it was sent; empty before the first. */
  readonly question: string;
  /** What has come of its answer so far. */
  readonly answer: string;
  /** What the model has said of how it thinks; no part of the answer. */
  readonly reasoning: string;
  /** The tools it has called, in order. */
  readonly toolCalls: readonly ToolCall[];
  /**
   * What it is at while no text comes: it thinks, or has called the last of the tools; null while
   * text comes, and at the end.
   */
  readonly activity: 'reasoning' | 'tool-call' | null;
  /**
   * True where its server was lost and the answer has started anew: its usage is the second
   * answer's alone, though both are paid.
   */
  readonly restarted: boolean;
  /** Why it failed; null where it did not. */
  readonly error: ForewarmError | null;
  /** Its times, from submit; null before the first question. */
  readonly timing: AskTiming | null;
  /** What the cache did; null until the answer is complete. */
  readonly outcome: CacheOutcome | null;
  /** Tokens as the backend reported them; null until the answer is complete. */
  readonly usage: Usage | null;
  /** The model that answers, as the backend names it; null until it has. */
  readonly model: string | null;
  /** True where the answer was based on another prefix than the one that was warmed. */
  readonly drifted: boolean;
  /**
   * What the answer's turn carries in later threads: empty until it is complete, null where the
   * server does not sign turns.
   */
  readonly signature: string | null;
}

/** Before the first question. */
export const IDLE: AskState = Object.freeze({
  status: 'idle',
  joining: false,
  question: '',
  answer: '',
  reasoning: '',
  toolCalls: Object.freeze([]),
  activity: null,
  restarted: false,
  error: null,
  timing: null,
  outcome: null,
  usage: null,
  model: null,
  drifted: false,
  signature: null,
});

/** Puts a callback off until the next frame; the returned function cancels. */
export type Schedule = (callback: () => void) => () => void;

/**
 * Asks questions and holds the latest with its answer, for something to draw. Its start and end are
 * told at once, all between at most once per frame.
 */
export class AskObserver<P extends Prefix | PrefixRef> {
  readonly #client: ForewarmClient<P>;
  readonly #environment: Environment;
  readonly #schedule: Schedule;
  readonly #listeners = new Notifier<[]>();
  #state: AskState = IDLE;
  /** The state as it is by now; what is seen of it is as of when listeners were last told. */
  #next: AskState = IDLE;
  #cancelFrame: (() => void) | null = null;
  #running: AbortController | null = null;
  #prefix: P | null = null;

  constructor(client: ForewarmClient<P>, { schedule }: { schedule?: Schedule | undefined } = {}) {
    this.#client = client;
    this.#environment = client.environment;
    this.#schedule = schedule ?? ((callback) => client.environment.setTimeout(callback, 16));
  }

  readonly getSnapshot = (): AskState => this.#state;
  readonly subscribe = (listener: () => void): (() => void) => this.#listeners.subscribe(listener);

  /** Whether an answer is awaited or coming in. */
  get busy(): boolean {
    return this.#running !== null;
  }

  /**
   * Asks; resolves with the final state, never rejects. A question asked while one is being
   * answered is refused by returning the present state.
   */
  async ask(prefix: P, question: string, options: Omit<CallOptions, 'signal'> = {}): Promise<AskState> {
    if (this.#running) return this.#state;
    const submittedAt = this.#environment.monotonic();
    const { touchedAt } = this.#client.lead(prefix);
    const typedMs = touchedAt === null ? null : submittedAt - touchedAt;
    this.#prefix = prefix;
    const timing: AskTiming = {
      submittedAt,
      typedMs,
      warm: null,
      begunMs: null,
      ttftMs: null,
      waitedMs: null,
      modelMs: null,
      totalMs: null,
    };
    const problem = questionError(question, this.#client.adapter.abilities?.maxQuestionLength?.());
    if (problem) return this.#set({ ...IDLE, status: 'failed', question, error: problem });
    const running = new AbortController();
    this.#running = running;
    this.#set({ ...IDLE, status: 'waiting', question, timing });
    try {
      await this.#run(prefix, question, { ...options, restarts: true, signal: running.signal });
    } catch (thrown) {
      // What comes after a stop is only the adapter's way of saying so.
      if (this.#running === running) this.#end({ status: 'failed', error: toForewarmError(thrown) });
    }
    return this.#state;
  }

  /** Ends the answer at once, however long the adapter takes to notice; what has arrived stays. */
  stop(): void {
    const running = this.#running;
    if (!running) return;
    running.abort(new DOMException('The answer was stopped.', 'AbortError'));
    this.#end({ status: 'stopped' });
  }

  /** Asks the same question again. */
  retry(prefix: P): Promise<AskState> {
    return this.ask(prefix, this.#state.question);
  }

  /** Shows an ended question and answer in place of the latest, unless one is being answered. */
  show(state: AskState): void {
    if (!this.#running) this.#set(state);
  }

  /** Stops, and forgets the question and its answer. */
  reset(): void {
    this.stop();
    this.#set(IDLE);
  }

  async #run(prefix: P, question: string, options: CallOptions): Promise<void> {
    for await (const event of this.#client.ask(prefix, { question }, options)) {
      // Stopped: what still comes in belongs to nobody.
      if (options.signal?.aborted) return;
      if (event.type === 'finish') {
        const { usage, outcome, signature = null } = event;
        this.#end({ status: 'done', usage, outcome, signature });
      } else {
        this.#next = { ...this.#next, ...this.#seen(event) };
        this.#cancelFrame ??= this.#schedule(() => this.#set(this.#next));
      }
    }
  }

  /** What an event changes. */
  #seen(event: Exclude<AskEvent, AskFinish>): Partial<AskState> {
    const { question, answer, reasoning, toolCalls, status } = this.#next;
    switch (event.type) {
      case 'join': {
        const { waitedMs } = event;
        return { joining: waitedMs === null, timing: this.#timing({ waitedMs }) };
      }
      case 'adopted':
        return { timing: this.#timing({ begunMs: event.ageMs }) };
      case 'start': {
        const { model = null, drifted = false, waitedMs = 0, signature = null } = event;
        return { model, drifted, signature, timing: this.#timing({ waitedMs }) };
      }
      case 'text': {
        const grown = answer + event.text;
        if (event.text.trim() === '') return { answer: grown };
        return { answer: grown, activity: null, ...(status === 'waiting' && this.#firstToken()) };
      }
      case 'restart': {
        const timing = this.#timing({ ttftMs: null, begunMs: null, modelMs: null });
        return { ...IDLE, status: 'waiting', question, restarted: true, timing };
      }
      case 'reasoning':
        return { reasoning: reasoning + event.text, activity: 'reasoning' };
      case 'tool-call': {
        const { id, name, input } = event;
        return { toolCalls: [...toolCalls, { id, name, input }], activity: 'tool-call' };
      }
    }
  }

  #firstToken(): Partial<AskState> {
    const { submittedAt, waitedMs } = this.#next.timing!;
    const ttftMs = this.#environment.monotonic() - submittedAt;
    const waited = waitedMs ?? 0;
    return { status: 'answering', timing: this.#timing({ ttftMs, waitedMs: waited, modelMs: ttftMs - waited }) };
  }

  #timing(part: Partial<AskTiming>): AskTiming | null {
    const { timing } = this.#next;
    return timing && { ...timing, warm: this.#warm(timing), ...part };
  }

  #warm({ submittedAt, typedMs }: AskTiming): AskTiming['warm'] {
    const warm = this.#prefix && this.#client.lead(this.#prefix).warm;
    const endedAt = warm?.endedAt ?? this.#environment.monotonic();
    // One that had ended before the person came served an earlier question.
    if (!warm || endedAt <= submittedAt - (typedMs ?? 0)) return null;
    return { startMs: warm.startedAt - submittedAt, durationMs: endedAt - warm.startedAt };
  }

  #end(part: Partial<AskState>): void {
    // First, so that a listener may ask the next question.
    this.#running = null;
    if (this.#next.timing === null) return;
    const totalMs = this.#environment.monotonic() - this.#next.timing.submittedAt;
    this.#set({ ...this.#next, joining: false, activity: null, ...part, timing: this.#timing({ totalMs }) });
  }

  #set(state: AskState): AskState {
    this.#cancelFrame?.();
    this.#cancelFrame = null;
    this.#next = state;
    this.#state = state;
    this.#listeners.notify();
    return state;
  }
}
