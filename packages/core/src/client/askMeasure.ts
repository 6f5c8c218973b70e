import type { AskEvent, AskFinish, AskStart, CallOptions } from '../adapter/adapter.js';
import { learn } from '../adapter/estimate.js';
import { ForewarmError, toForewarmError } from '../base/errors.js';
import type { Warmth } from '../policy/warmth.js';
import { askFinished } from './askFinished.js';
import type { ClientContext } from './context.js';
import type { Joined } from './joinWarm.js';
import type { PrefixEntry } from './prefixEntry.js';
import { type Watch, watch } from './waiting.js';

/** Measures one ask and updates its prefix. */
export class AskMeasure {
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

  /** Ends the wait for a warm; returns the options of the call to the backend. */
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
    // Any arrival counts: a tool's input becomes an event only when complete.
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

  /** Records an event; returns it as the asker sees it. */
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

  /** Throws if the answer isn't complete. */
  end(): void {
    if (this.#phase === 'over') return;
    throw new ForewarmError('stream-cut', 'The answer ended before it was complete; asking again may work.');
  }

  /** Records a failure; returns what to throw. */
  fail(thrown: unknown): unknown {
    if (this.#phase !== 'asking') return thrown;
    const { signal } = this.#options;
    if (signal?.aborted) return signal.reason;
    this.#phase = 'over';
    // The reason for the abort matters, not how the adapter reports it.
    const reason: unknown = this.#life?.signal.aborted ? this.#life.signal.reason : thrown;
    const error = toForewarmError(reason);
    this.#context.emit({ type: 'ask-failed', ...this.#stamp(), error, totalMs: this.#elapsed() });
    return error;
  }

  /** Nobody reads on: an ask that isn't over was stopped. */
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
    // The text that stays is still to come.
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
    // After a loss, or for an answer begun before, this isn't the backend's time.
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
