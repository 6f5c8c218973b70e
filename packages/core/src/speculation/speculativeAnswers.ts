import type { Turn } from '../base/turn.js';
import { expectedMs } from '../adapter/estimate.js';
import { wholeNumber } from '../base/errors.js';
import type { OpenAsk } from '../client/ask.js';
import type {
  Draft,
  SentTurn,
  SpeculationHost,
  SpeculationOptions,
  SpeculationReport,
  Speculations,
  SpeculationSkip,
  Speculator,
} from '../client/speculations.js';
import { isAsking, MAX_BACK_OFF_MS } from '../policy/policy.js';
import type { Prefix } from '../prefix/prefix.js';
import { prefixKey, type PrefixRef } from '../prefix/prefixRef.js';
import { adopted } from './adopted.js';
import { BoxDraft } from './BoxDraft.js';
import { type Discard, SpeculativeAnswer } from './SpeculativeAnswer.js';

export interface SpeculativeAnswersOptions {
  /** How long first words wait for the question, in milliseconds. Default 5,000. */
  parkMs?: number | undefined;
  /** Answers begun per question sent; up to three times as many are saved. Default 2. */
  perQuestion?: number | undefined;
  /** The most unused answers per hour. Default 60. */
  perHour?: number | undefined;
}

const HOUR_MS = 3_600_000;

/** Overdue: this much longer than a hit. */
const OVERDUE = 1.25;

/** For a client's `speculation` option. */
export function speculativeAnswers(options: SpeculativeAnswersOptions = {}): Speculator {
  const { parkMs = 5_000, perQuestion = 2, perHour = 60 } = options;
  for (const [name, value] of Object.entries({ parkMs, perQuestion, perHour })) {
    wholeNumber('speculativeAnswers', name, value);
  }
  return (host) => new BegunAnswers(host, { parkMs, perQuestion, perHour });
}

type Resolved = { readonly [Name in keyof SpeculativeAnswersOptions]-?: number };

interface Held<P> {
  readonly prefix: P;
  /** Must be identical when the question is sent. */
  readonly fingerprint: string;
  /** The prefix's, when it was begun. */
  readonly hash: string | undefined;
  /** Null while it waits for a warm. */
  readonly answer: SpeculativeAnswer | null;
  readonly leave: () => void;
}

class BegunAnswers<P extends Prefix | PrefixRef> implements Speculations<P> {
  readonly #host: SpeculationHost<P>;
  readonly #options: Resolved;
  readonly #held = new Map<object, Held<P>>();
  readonly #drafts = new Set<BoxDraft<P>>();
  /** Of the last hour. */
  readonly #unused = new Set<SpeculativeAnswer>();
  #failures = 0;
  /** Monotonic; infinite if the server offers none. */
  #retryAt = 0;
  #skipped: SpeculationSkip | null = null;

  constructor(host: SpeculationHost<P>, options: Resolved) {
    this.#host = host;
    this.#options = options;
  }

  begin(prefix: P, turn: Turn, { box = this, open, also }: SpeculationOptions = {}): SpeculationReport {
    const fingerprint = fingerprintOf(prefix, turn, also);
    const before = this.#held.get(box);
    if (before?.fingerprint === fingerprint) return { status: before.answer ? 'begun' : 'waiting' };
    this.drop('changed', box);
    const reason = this.#objection(prefix);
    if (reason !== null && reason !== 'warming') return this.#skip(prefix, reason);
    const ask: OpenAsk = open ?? ((call) => this.#host.client.adapter.ask(prefix, turn, call));
    if (reason === null) this.#start(prefix, fingerprint, box, ask);
    else this.#startWhenWarm(prefix, fingerprint, box, ask);
    return { status: reason === null ? 'begun' : 'waiting' };
  }

  take(prefix: P, { turn, also }: SentTurn, signal?: AbortSignal): ((open: OpenAsk) => OpenAsk) | null {
    for (const draft of this.#drafts) draft.asked();
    const fingerprint = fingerprintOf(prefix, turn, also);
    const [box, held] = [...this.#held].find(([, each]) => each.fingerprint === fingerprint) ?? [];
    const answer = held?.answer;
    if (!box || !held || !answer?.isParked || signal?.aborted) return null;
    const { state, latencies } = this.#host.look(prefix);
    // Warmed again with another content, such as a new version.
    if (state.warmth && held.hash !== undefined && state.warmth.hash !== held.hash) return null;
    this.#held.delete(box);
    const { client } = this.#host;
    const { environment } = client;
    const hitMs = expectedMs(latencies, 'hit', state.tokens) ?? 0;
    const onAdopted = (ageMs: number): void => {
      this.#failures = 0;
      this.#unused.delete(answer);
      client.emit({ type: 'speculation-adopted', at: environment.now(), key: prefixKey(prefix), ageMs });
    };
    return (asked) => (call) =>
      answer.adopt(call)
        ? adopted(answer, { environment, open: asked, overdueMs: hitMs * OVERDUE, onAdopted }, call)
        : asked(call);
  }

  drop(reason: 'changed' | 'left' | 'asked', box?: object): void {
    for (const [each, { answer, leave }] of this.#held) {
      if (box !== undefined && each !== box) continue;
      this.#held.delete(each);
      leave();
      answer?.discard(reason);
    }
    if (reason !== 'left' || box !== undefined) return;
    for (const draft of this.#drafts) draft.end();
  }

  draft(): Draft<P> {
    const { perQuestion } = this.#options;
    const { environment } = this.#host.client;
    const draft = new BoxDraft<P>(this, environment, perQuestion, (ended) => this.#drafts.delete(ended));
    this.#drafts.add(draft);
    return draft;
  }

  /** Null if one may begin now, `warming` if soon. */
  #objection(prefix: P): SpeculationSkip | 'warming' | null {
    const { client, look } = this.#host;
    const { environment, policy, adapter } = client;
    if (this.#retryAt === Infinity || adapter.abilities?.speculate === false) return 'not-offered';
    const { state, decision } = look(prefix);
    const now = environment.monotonic();
    if (decision.action === 'warm') return 'cold';
    if (decision.action === 'skip' && decision.reason !== 'fresh') return decision.reason;
    if (isAsking(state, environment.now(), policy)) return 'ask-in-flight';
    if (now < this.#retryAt) return 'back-off';
    for (const answer of this.#unused) if (now - answer.begunAt >= HOUR_MS) this.#unused.delete(answer);
    if (this.#unused.size >= this.#options.perHour) return 'hourly-limit';
    return decision.action === 'join' ? 'warming' : null;
  }

  #start(prefix: P, fingerprint: string, box: object, open: OpenAsk): void {
    const { client, look } = this.#host;
    const { environment } = client;
    const hash = look(prefix).state.warmth?.hash;
    const stamp = (): { at: number; key: string } => ({ at: environment.now(), key: prefixKey(prefix) });
    this.#skipped = null;
    client.emit({ type: 'speculation-begun', ...stamp() });
    for (const draft of this.#drafts) if (draft === box) draft.begun();
    const onDiscard = (discard: Discard): void => {
      if (this.#held.get(box)?.answer === answer) this.#held.delete(box);
      this.#learn(discard);
      // One that fell silent after its adoption was adopted.
      if (this.#unused.has(answer)) client.emit({ type: 'speculation-discarded', ...stamp(), ...discard });
    };
    const { parkMs } = this.#options;
    const answer: SpeculativeAnswer = new SpeculativeAnswer(open, {
      environment,
      parkMs,
      expectHash: hash,
      onDiscard,
    });
    this.#unused.add(answer);
    this.#held.set(box, { prefix, fingerprint, hash, answer, leave: () => {} });
  }

  #startWhenWarm(prefix: P, fingerprint: string, box: object, open: OpenAsk): void {
    const leave = this.#host.client.subscribe(prefix, () => {
      const reason = this.#objection(prefix);
      if (reason === 'warming') return;
      leave();
      this.#held.delete(box);
      if (reason === null) this.#start(prefix, fingerprint, box, open);
      else this.#skip(prefix, reason);
    });
    this.#held.set(box, { prefix, fingerprint, hash: undefined, answer: null, leave });
  }

  #skip(prefix: P, reason: SpeculationSkip): SpeculationReport {
    const { client } = this.#host;
    if (this.#skipped !== reason) {
      this.#skipped = reason;
      client.emit({ type: 'speculation-skipped', at: client.environment.now(), key: prefixKey(prefix), reason });
    }
    return { status: 'skipped', reason };
  }

  /** Pauses after a failure; never tries again if the server doesn't know the request. */
  #learn({ reason, error }: Discard): void {
    if (reason !== 'failed' && reason !== 'silent') return;
    const { environment, policy } = this.#host.client;
    const ms = Math.max(policy.backOffMs * 2 ** this.#failures++, error?.retryAfterMs ?? 0);
    const isOff = error?.code === 'not-found';
    this.#retryAt = isOff ? Infinity : environment.monotonic() + Math.min(ms, MAX_BACK_OFF_MS);
  }
}

function fingerprintOf(prefix: Prefix | PrefixRef, { question, parts }: Turn, also = ''): string {
  return JSON.stringify([prefixKey(prefix), question, parts, also]);
}
