import type { AskEvent, AskFinish, AskStart } from '../adapter/adapter.js';
import { learn } from '../adapter/estimate.js';
import { type ForewarmError, toForewarmError } from '../base/errors.js';
import { unreadWarm } from '../policy/unread.js';
import type { Warmth } from '../policy/warmth.js';
import type { ClientContext } from './context.js';
import { ALONE, type Joined } from './joinWarm.js';
import type { PrefixEntry } from './prefixEntry.js';

type Finished = Pick<AskFinish, 'usage' | 'outcome' | 'ttlMs'>;

/** Measures one question and updates its prefix. */
export class AskRecord {
  readonly submittedAt: number;
  expectHash: string | undefined;
  isOver = false;
  readonly #context: ClientContext;
  readonly #entry: PrefixEntry;
  readonly #heldOut: boolean;
  #join = ALONE;
  /** The backend's request, wall clock, and its warmth then. */
  #startedAt = 0;
  #warmth: Warmth | null = null;
  #hash: string | undefined;
  #waitedMs = 0;
  #ttftMs: number | null = null;
  #restarted = false;
  #adopted = false;

  constructor(context: ClientContext, entry: PrefixEntry) {
    this.#context = context;
    this.#entry = entry;
    this.#heldOut = context.policy.heldOut();
    this.submittedAt = context.environment.monotonic();
  }

  start(expectHash: string | undefined, join: Joined = ALONE): void {
    this.#join = join;
    this.#waitedMs = join.waitedMs;
    this.#entry.settle({ type: 'ask-started' });
    this.#entry.tell({ type: 'ask-started', joined: join.joined, heldOut: this.#heldOut });
    this.#startedAt = this.#context.environment.now();
    this.#warmth = this.#entry.state.warmth;
    this.expectHash = this.#hash = expectHash ?? this.#warmth?.hash;
  }

  /** Returns the event as the asker sees it. */
  note(event: AskEvent): AskEvent {
    if (event.type === 'start') return this.#begun(event);
    if (event.type === 'adopted') this.#adopted = true;
    else if (event.type === 'restart') this.#restart();
    else if (event.type === 'text' && this.#ttftMs === null && event.text.trim() !== '') this.#firstToken();
    else if (event.type === 'finish') this.#finished(event);
    return event;
  }

  /** Tells the figures, the entry, and an unread warm. */
  finish({ usage, outcome, ttlMs }: Finished, ttftMs = this.#ttftMs): void {
    const { policy } = this.#context;
    const [hash, startedAt, waitedMs, heldOut] = [this.#hash, this.#startedAt, this.#waitedMs, this.#heldOut];
    const { joined, raced } = this.#join;
    this.isOver = true;
    if (ttlMs !== undefined && hash !== undefined) {
      const expiresAt = startedAt + ttlMs;
      this.#entry.keepRead({ hash, startedAt, expiresAt, source: 'ask', asked: true, method: null, usage });
    }
    const how = { joined, raced, heldOut, ...(this.#adopted && { adopted: true }) };
    const totalMs = this.#elapsed();
    this.#entry.tell({ type: 'ask-finished', usage, outcome, ...how, waitedMs, ttftMs, totalMs });
    const unread = raced ? null : unreadWarm(this.#warmth, startedAt, usage, policy.marginMs);
    if (unread) this.#entry.tell({ type: 'warm-unread', usage, warmAgeMs: startedAt - unread.startedAt });
  }

  fail(thrown: unknown): ForewarmError {
    const error = toForewarmError(thrown);
    this.isOver = true;
    this.#entry.tell({ type: 'ask-failed', error, totalMs: this.#elapsed() });
    return error;
  }

  /** `joining` if it still waited for a warm. */
  stop(joining: boolean): void {
    this.isOver = true;
    this.#entry.tell({ type: 'ask-stopped', joining, totalMs: this.#elapsed() });
  }

  #begun(event: AskStart): AskStart {
    const { hash } = event;
    const expected = this.expectHash;
    this.#hash = hash;
    this.#waitedMs = this.#join.waitedMs + (event.waitedMs ?? 0);
    const drifted = event.drifted ?? (expected !== undefined && hash !== '' && hash !== expected);
    if (drifted) this.#entry.tell({ type: 'prefix-drifted', expected: expected ?? '', actual: hash });
    return { ...event, waitedMs: this.#waitedMs, drifted };
  }

  #restart(): void {
    this.#restarted = true;
    this.#adopted = false;
    this.#ttftMs = null;
    this.#entry.tell({ type: 'ask-restarted' });
  }

  #firstToken(): void {
    const { joined } = this.#join;
    const waitedMs = this.#waitedMs;
    this.#ttftMs = this.#elapsed();
    this.#entry.tell({ type: 'first-token', waitedMs, modelMs: this.#ttftMs - waitedMs, joined });
  }

  #finished(event: AskFinish): void {
    const { outcome, usage } = event;
    const kind = outcome === 'hit' ? 'hit' : outcome === 'miss' ? 'cold' : null;
    // After a restart or an adoption, this isn't the backend's time.
    if (kind && this.#ttftMs !== null && !this.#restarted && !this.#adopted) {
      this.#context.latencies = learn(this.#context.latencies, kind, usage.prompt, this.#ttftMs - this.#waitedMs);
    }
    this.finish(event);
  }

  #elapsed(): number {
    return this.#context.environment.monotonic() - this.submittedAt;
  }
}
