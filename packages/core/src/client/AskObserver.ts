import type { AskEvent, AskFinish, AskToolCall, CallOptions } from '../adapter/adapter.js';
import type { Environment } from '../base/environment.js';
import { type ForewarmError, toForewarmError } from '../base/errors.js';
import { Notifier } from '../base/notifier.js';
import type { Turn, TurnPart } from '../base/turn.js';
import type { Prefix } from '../prefix/prefix.js';
import type { PrefixRef } from '../prefix/prefixRef.js';
import { questionError } from '../prefix/question.js';
import type { ForewarmClient } from './ForewarmClient.js';
import type { CacheOutcome, Usage } from '../adapter/usage.js';

/** Milliseconds from submit on the asker's clock. Null: not yet, or never. */
export interface AskTiming {
  /** Submit, on the monotonic clock. */
  readonly submittedAt: number;
  /** Since the first touch of the input; null if unknown. */
  readonly typedMs: number | null;
  /** The warm during typing or waiting; a start before submit is negative. */
  readonly warm: { readonly startMs: number; readonly durationMs: number } | null;
  /** To the first text that isn't blank; after a restart, that stays. */
  readonly ttftMs: number | null;
  /** How long before submit the answer was begun. */
  readonly begunMs: number | null;
  /** Of `ttftMs`: waiting for a warm. */
  readonly waitedMs: number | null;
  /** Of `ttftMs`: model and network. */
  readonly modelMs: number | null;
  /** To the end of the answer. */
  readonly totalMs: number | null;
}

export type ToolCall = Omit<AskToolCall, 'type'>;

export interface AskState {
  /** `waiting` for the backend, `answering` while text arrives, then an end. */
  readonly status: 'idle' | 'waiting' | 'answering' | 'done' | 'stopped' | 'failed';
  /** True while it waits for a warm. */
  readonly joining: boolean;
  /** As sent; empty before the first. */
  readonly question: string;
  /** The question's attachments. */
  readonly parts?: readonly TurnPart[] | undefined;
  /** The answer so far. */
  readonly answer: string;
  /** The model's thoughts so far. */
  readonly reasoning: string;
  /** The tools called, in order. */
  readonly toolCalls: readonly ToolCall[];
  /** What the model does while no text arrives. */
  readonly activity: 'reasoning' | 'tool-call' | null;
  /** True if the server was lost and the answer began again; `usage` counts the second. */
  readonly restarted: boolean;
  /** Why it failed. */
  readonly error: ForewarmError | null;
  /** Null before the first question. */
  readonly timing: AskTiming | null;
  /** What the cache did; null until complete. */
  readonly outcome: CacheOutcome | null;
  /** Reported tokens; null until complete. */
  readonly usage: Usage | null;
  /** In the backend's word; null until known. */
  readonly model: string | null;
  /** True if the answer used another prefix than the warmed one. */
  readonly drifted: boolean;
  /** Of the turn: empty until complete, null if the server signs none. */
  readonly signature: string | null;
}

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

const NO_TIMES = { warm: null, begunMs: null, ttftMs: null, waitedMs: null, modelMs: null, totalMs: null };

/** Calls back at the next frame; the returned function cancels. */
export type Schedule = (callback: () => void) => () => void;

/**
 * Asks and keeps the latest answer. Tells listeners of start and end at once, else once per frame.
 */
export class AskObserver<P extends Prefix | PrefixRef> {
  readonly #client: ForewarmClient<P>;
  readonly #environment: Environment;
  readonly #schedule: Schedule;
  readonly #listeners = new Notifier<[]>();
  #state: AskState = IDLE;
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

  get busy(): boolean {
    return this.#running !== null;
  }

  /** Never rejects. While an answer runs, resolves with the present state. */
  async ask(prefix: P, question: string, { parts }: Pick<Turn, 'parts'> = {}): Promise<AskState> {
    if (this.#running) return this.#state;
    const turn: Turn = { question, parts };
    const submittedAt = this.#environment.monotonic();
    const { touchedAt } = this.#client.lead(prefix);
    const typedMs = touchedAt === null ? null : submittedAt - touchedAt;
    this.#prefix = prefix;
    const timing: AskTiming = { ...NO_TIMES, submittedAt, typedMs };
    const problem = questionError(question, this.#client.adapter.abilities?.maxQuestionLength?.());
    if (problem) return this.#set({ ...IDLE, ...turn, status: 'failed', error: problem });
    const running = new AbortController();
    this.#running = running;
    this.#set({ ...IDLE, ...turn, status: 'waiting', timing });
    try {
      await this.#run(prefix, turn, { restarts: true, signal: running.signal });
    } catch (thrown) {
      // After a stop, this is only how the adapter reports it.
      if (this.#running === running) this.#end({ status: 'failed', error: toForewarmError(thrown) });
    }
    return this.#state;
  }

  /** Ends at once; what arrived stays. */
  stop(): void {
    const running = this.#running;
    if (!running) return;
    running.abort(new DOMException('The answer was stopped.', 'AbortError'));
    this.#end({ status: 'stopped' });
  }

  retry(prefix: P): Promise<AskState> {
    const { question, parts } = this.#state;
    return this.ask(prefix, question, { parts });
  }

  /** Shows another ended answer, unless one is running. */
  show(state: AskState): void {
    if (!this.#running) this.#set(state);
  }

  reset(): void {
    this.stop();
    this.#set(IDLE);
  }

  async #run(prefix: P, turn: Turn, options: CallOptions): Promise<void> {
    for await (const event of this.#client.ask(prefix, turn, options)) {
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

  #seen(event: Exclude<AskEvent, AskFinish>): Partial<AskState> {
    const { question, parts, answer, reasoning, toolCalls, status } = this.#next;
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
        return { ...IDLE, status: 'waiting', question, parts, restarted: true, timing };
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
    // A warm that ended before the person came belongs to an earlier question.
    if (!warm || endedAt <= submittedAt - (typedMs ?? 0)) return null;
    return { startMs: warm.startedAt - submittedAt, durationMs: endedAt - warm.startedAt };
  }

  #end(part: Partial<AskState>): void {
    // First, so that a listener may ask again.
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
