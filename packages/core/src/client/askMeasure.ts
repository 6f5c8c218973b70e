import type { AskEvent, AskFinish, AskStart, CallOptions } from '../adapter/adapter.js';
import { learn } from '../adapter/estimate.js';
import { ForewarmError, toForewarmError } from '../base/errors.js';
import type { Warmth } from '../policy/warmth.js';
import { askFinished } from './askFinished.js';
import type { ClientContext } from './context.js';
import type { Joined } from './joinWarm.js';
import type { PrefixEntry } from './prefixEntry.js';
import { type Watch, watch } from './waiting.js';

/** Measures one ask from submit to its end, and notes what it says about the prefix. */
export class AskMeasure {
  /** On the monotonic clock. */
  readonly submittedAt: number;
  readonly #context: ClientContext;
  readonly #entry: PrefixEntry;
  readonly #options: CallOptions;
  readonly #heldOut: boolean;
  #phase: 'joining' | 'asking' | 'over' = 'joining';
  #join: Joined = { joined: false, waitedMs: 0, raced: false };
  #life: Watch | null = null;
  #startedAt = 0;
  #warmth: Warmth | null = null;
  #expectHash: string | undefined;
  #hash: string | null = null;
  #waitedMs = 0;
  #ttftMs: number | null = null;
  #restarted = false;
  #adopted = false;

  constructor(context: ClientContext, entry: PrefixEntry, options: CallOptions) {
    const { policy, environment } = context;
    this.#context = context;
    this.#entry = entry;
    this.#options = options;
    this.#heldOut = policy.heldOut();
    this.submittedAt = environment.monotonic();
  }

  /** The wait for a warm is over: gives the options of the call to the backend. */
  begin(join: Joined): CallOptions {
    const { policy, environment, emit } = this.#context;
    const { signal, restarts, expectHash, alive } = this.#options;
    this.#phase = 'asking';
    this.#join = join;
    this.#waitedMs = join.waitedMs;
    this.#entry.settle({ type: 'ask-started' });
    emit({ type: 'ask-started', ...this.#stamp(), joined: join.joined, heldOut: this.#heldOut });
    this.#startedAt = environment.now();
    this.#warmth = this.#entry.state.warmth;
    this.#expectHash = expectHash ?? this.#warmth?.hash;
    const message = `The backend sent nothing for ${policy.askTimeoutMs} ms; asking again may work.`;
    const life = watch(policy.askTimeoutMs, environment, () => new ForewarmError('timeout', message), signal);
    this.#life = life;
    // What arrives counts, not only what becomes an event: a tool's input is one event, once it is
    // whole.
    const onAlive = (): void => {
      life.alive();
      alive?.();
    };
    return {
      signal: life.signal,
      expectHash: this.#expectHash,
      waitedMs: join.waitedMs,
      alive: onAlive,
      restarts,
    };
  }

  /** Notes an event of the answer, and gives it as the asker sees it. */
  note(event: AskEvent): AskEvent {
    this.#life?.alive();
    switch (event.type) {
      case 'start':
        return this.#start(event);
      case 'adopted':
        this.#adopted = true;
        break;
      case 'restart':
        this.#restart();
        break;
      case 'text':
        if (this.#ttftMs === null && event.text.trim() !== '') this.#firstToken();
        break;
      case 'finish':
        this.#finish(event);
        break;
      default:
    }
    return event;
  }

  /** The stream has ended; throws where the answer has not. */
  end(): void {
    if (this.#phase === 'over') return;
    throw new ForewarmError('stream-cut', 'The answer ended before it was complete; asking again may work.');
  }

  /** Notes a failure, and gives what to throw: a stop's own reason, or the error as the kit's. */
  fail(thrown: unknown): unknown {
    if (this.#phase !== 'asking') return thrown;
    const { signal } = this.#options;
    if (signal?.aborted) return signal.reason;
    this.#phase = 'over';
    // An adapter may report the end it was given in its own words: the reason it was ended for
    // counts.
    const reason: unknown = this.#life?.signal.aborted ? this.#life.signal.reason : thrown;
    const error = toForewarmError(reason);
    this.#context.emit({ type: 'ask-failed', ...this.#stamp(), error, totalMs: this.#elapsed() });
    return error;
  }

  /** Nobody reads on: an ask that is not over was stopped. */
  close(): void {
    const joining = this.#phase === 'joining';
    this.#life?.clear();
    if (!joining) this.#entry.settle({ type: 'ask-ended' });
    if (this.#phase === 'over') return;
    this.#context.emit({ type: 'ask-stopped', ...this.#stamp(), joining, totalMs: this.#elapsed() });
  }

  #start(event: AskStart): AskStart {
    const { hash } = event;
    const expected = this.#expectHash;
    this.#hash = hash;
    this.#waitedMs = this.#join.waitedMs + (event.waitedMs ?? 0);
    const drifted = event.drifted ?? (expected !== undefined && hash !== '' && hash !== expected);
    if (drifted) {
      this.#context.emit({ type: 'prefix-drifted', ...this.#stamp(), expected: expected ?? '', actual: hash });
    }
    return { ...event, waitedMs: this.#waitedMs, drifted };
  }

  #restart(): void {
    this.#restarted = true;
    this.#adopted = false;
    // The text that stays is yet to come.
    this.#ttftMs = null;
    this.#context.emit({ type: 'ask-restarted', ...this.#stamp() });
  }

  #firstToken(): void {
    const { joined } = this.#join;
    const waitedMs = this.#waitedMs;
    this.#ttftMs = this.#elapsed();
    this.#context.emit({ type: 'first-token', ...this.#stamp(), waitedMs, modelMs: this.#ttftMs - waitedMs, joined });
  }

  #finish({ usage, outcome, ttlMs }: AskFinish): void {
    const { joined, raced } = this.#join;
    const [heldOut, waitedMs, ttftMs] = [this.#heldOut, this.#waitedMs, this.#ttftMs];
    this.#phase = 'over';
    const kind = outcome === 'hit' ? 'hit' : outcome === 'miss' ? 'cold' : null;
    // The time to a loss is not the backend's; an answer begun before tells nothing of how long one
    // takes.
    const isOwnTime = !this.#restarted && !this.#adopted;
    if (kind && ttftMs !== null && isOwnTime) {
      this.#context.latencies = learn(this.#context.latencies, kind, usage.prompt, ttftMs - waitedMs);
    }
    const adopted = this.#adopted && { adopted: true };
    askFinished(this.#context, this.#entry, {
      startedAt: this.#startedAt,
      warmth: this.#warmth,
      hash: this.#hash,
      ttlMs,
      usage,
      outcome,
      figures: { joined, raced, heldOut, ...adopted, waitedMs, ttftMs, totalMs: this.#elapsed() },
    });
  }

  #elapsed(): number {
    return this.#context.environment.monotonic() - this.submittedAt;
  }

  #stamp(): { readonly at: number; readonly key: string } {
    return { at: this.#context.environment.now(), key: this.#entry.key };
  }
}
