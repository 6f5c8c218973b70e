import {
  type AskEvent,
  type CallOptions,
  ForewarmError,
  type Prefix,
  type PrefixRef,
  type Usage,
} from '@forewarm/core';
import { every, sha256, wait } from '@forewarm/core/kit';
import type { Arrived, Context } from './calls/context.js';

/** Questions that the app proposes, by the id of their prefix. */
export type Starters = Readonly<Record<string, readonly string[]>>;

type Open = (call: CallOptions) => AsyncIterable<AskEvent>;

/**
 * An answer as it is kept for everyone, while it comes and for as long as the backend keeps the
 * prefix.
 */
interface Kept {
  /** Which generation it is: what one instance began and lost another begins anew. */
  readonly run: string;
  readonly state: 'coming' | 'whole' | 'failed';
  readonly events: readonly AskEvent[];
}

/** How often what has come is kept, and looked for, in milliseconds. */
const BEAT_MS = 250;
/**
 * How long the lock of an instance that generates counts without a sign of life, in milliseconds.
 */
const LOCK_MS = 5_000;
/**
 * How long an answer is kept whose backend does not say how long it keeps the prefix, in
 * milliseconds.
 */
const LIFE_MS = 300_000;
/** How long it is known that a generation failed, in milliseconds: who waited for it asks alone. */
const FAILED_MS = 2_000;

/** What an answer costs that somebody else has had generated. */
const FREE: Usage = { prompt: 0, cacheRead: 0, cacheWrite: 0, output: 0 };

/**
 * Whether everyone gets one answer to a question: a starter, on a prefix everybody may read, at the
 * beginning of a conversation.
 */
function isStarter({ options }: Context, { id, thread }: PrefixRef, question: string): boolean {
  const of = options.starters && Object.hasOwn(options.starters, id) ? options.starters[id]! : [];
  return of.includes(question) && !thread?.length;
}

/** Where the answer to a starter is kept. */
function keyOf(prefix: Prefix, question: string): string {
  return `starter:${sha256(JSON.stringify([prefix.hash, question]))}`;
}

/**
 * How a question is answered: as everyone's where it is a starter; `isKept` where that is there
 * already, or coming.
 */
export async function openAnswer(
  context: Context,
  arrived: Arrived,
  ref: PrefixRef,
  prefix: Prefix,
  question: string,
): Promise<{ readonly open: Open; readonly isKept: boolean }> {
  const { client } = context;
  const open: Open = (call) => client.adapter.ask(prefix, { question }, call);
  if (!isStarter(context, ref, question)) return { open, isKept: false };
  const kept = await read(context, keyOf(prefix, question)).catch(() => null);
  const isKept = kept !== null && kept.state !== 'failed';
  return { open: sharedAnswer(context, arrived, prefix, question, open), isKept };
}

/**
 * The one answer to a starter that everyone gets: what is kept of it and what comes; where nothing
 * is, this instance has it generated, which goes on for the others when its visitor leaves. Where
 * the store is out of reach, or the generation fails, the question is asked alone.
 */
function sharedAnswer(context: Context, { connection }: Arrived, prefix: Prefix, question: string, open: Open): Open {
  const { client, store } = context;
  const { environment } = client;
  const key = keyOf(prefix, question);
  return async function* shared(call) {
    let run: string | null = null;
    let mine: string | null = null;
    let had = 0;
    try {
      for (;;) {
        call.signal?.throwIfAborted();
        const kept = await read(context, key);
        if (kept?.state === 'failed') break;
        if (kept && had > 0 && kept.run !== run) throw lost();
        if (kept) run = kept.run;
        for (const event of kept?.events.slice(had) ?? []) {
          had++;
          yield event.type === 'finish' && run !== mine ? { ...event, usage: FREE, ttlMs: undefined } : event;
        }
        if (kept?.state === 'whole') return;
        const lock = await store.lock(key, LOCK_MS);
        // Between the look and the lock somebody may have ended.
        if (lock && (await read(context, key))?.state === 'whole') void lock.release();
        else if (lock) {
          mine = globalThis.crypto.randomUUID();
          const generation = generate(context, key, mine, open, lock);
          connection.waitUntil?.(generation);
        }
        call.alive?.();
        await wait(BEAT_MS, environment);
      }
    } catch (thrown) {
      if (had > 0 || call.signal?.aborted) throw thrown;
    }
    if (had > 0) throw lost();
    yield* open(call);
  };
}

/** Reads the answer to its end and keeps it, a beat at a time. Never rejects. */
async function generate(
  { client, store }: Context,
  key: string,
  run: string,
  open: Open,
  lock: { renew(ms: number): unknown; release(): unknown },
): Promise<void> {
  const { environment, policy } = client;
  const events: AskEvent[] = [];
  let sent = 0;
  const keep = async (state: Kept['state'], lifeMs: number): Promise<void> => {
    sent = events.length;
    const kept: Kept = { run, state, events: state === 'failed' ? [] : events };
    await store.set(key, { note: JSON.stringify(kept) }, lifeMs);
  };
  const end = new AbortController();
  let aliveAt = environment.monotonic();
  const clear = every(BEAT_MS, environment, () => {
    if (environment.monotonic() - aliveAt > policy.askTimeoutMs) end.abort(lost());
    void Promise.resolve(lock.renew(LOCK_MS)).catch(() => null);
    if (events.length > sent) void keep('coming', 2 * LOCK_MS).catch(() => null);
  });
  try {
    let lifeMs = LIFE_MS;
    for await (const event of open({ signal: end.signal, alive: () => void (aliveAt = environment.monotonic()) })) {
      aliveAt = environment.monotonic();
      const last = events.at(-1);
      // Words of one beat go as one: nobody has had them yet.
      if (event.type === 'text' && last?.type === 'text' && events.length > sent) {
        events[events.length - 1] = { type: 'text', text: last.text + event.text };
      } else events.push(event);
      if (event.type === 'finish') lifeMs = event.ttlMs ?? LIFE_MS;
    }
    clear();
    await keep('whole', lifeMs);
  } catch {
    clear();
    await keep('failed', FAILED_MS).catch(() => null);
  }
  void Promise.resolve(lock.release()).catch(() => null);
}

async function read({ store }: Context, key: string): Promise<Kept | null> {
  const value = (await store.get(key))?.value;
  return value && 'note' in value ? (JSON.parse(value.note) as Kept) : null;
}

function lost(): ForewarmError {
  return new ForewarmError('stream-cut', 'The answer broke off at the server; asking again may work.');
}
