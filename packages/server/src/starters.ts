import {
  type AskEvent,
  type CallOptions,
  ForewarmError,
  type Prefix,
  type PrefixRef,
  type StoreLock,
  type Turn,
  type Usage,
} from '@forewarm/core';
import { every, sha256, wait } from '@forewarm/core/kit';
import type { Arrived, Context } from './calls/context.js';
import { fromAnywhere } from './calls/work.js';

/** By prefix id. */
export type Starters = Readonly<Record<string, readonly string[]>>;

type Open = (call: CallOptions) => AsyncIterable<AskEvent>;

interface Kept {
  /** Another instance may begin a new one. */
  readonly run: string;
  readonly state: 'coming' | 'whole' | 'failed';
  readonly events: readonly AskEvent[];
}

/** How often the answer is stored and read. */
const BEAT_MS = 250;
/** A lock's life without renewal: so long do others wait for an instance that died. */
const LOCK_MS = 3_000;
/** If the backend names no TTL. */
const LIFE_MS = 300_000;
/** Of a failure: waiters ask alone. */
const FAILED_MS = 2_000;

/** Another request paid. */
const FREE: Usage = { prompt: 0, cacheRead: 0, cacheWrite: 0, output: 0 };

/**
 * Shares a starter's answer at the beginning of a conversation; `isKept` if it exists or is coming.
 */
export async function openAnswer(
  context: Context,
  arrived: Arrived,
  { id, thread }: PrefixRef,
  prefix: Prefix,
  turn: Turn,
): Promise<{ readonly open: Open; readonly isKept: boolean; readonly key?: string }> {
  const { client, options } = context;
  const { question, parts } = turn;
  const open: Open = (call) => client.adapter.ask(prefix, turn, call);
  const starters = options.starters && Object.hasOwn(options.starters, id) ? options.starters[id]! : [];
  if (!starters.includes(question) || parts?.length || thread?.length) return { open, isKept: false };
  const key = `starter:${sha256(JSON.stringify([prefix.hash, question]))}`;
  const kept = await read(context, key).catch(() => null);
  const isKept = kept !== null && kept.state !== 'failed';
  return { open: sharedAnswer(context, arrived, key, open), isKept, key };
}

/**
 * Streams the shared answer while it grows; if there is none, generates it to the end, whoever
 * leaves. If store or generation fail, asks alone.
 */
function sharedAnswer(context: Context, { connection }: Arrived, key: string, open: Open): Open {
  const { client, store, parked } = context;
  return async function* shared(call) {
    let isAsked = !call.adoption;
    const askedFor = (): void => {
      isAsked = true;
      parked.delete(key);
    };
    if (isAsked) askedFor();
    else void call.adoption!.then(askedFor);
    let run: string | null = null;
    let mine: string | null = null;
    let had = 0;
    let begun = false;
    let said = false;
    /** Another generation's start says nothing new. */
    const isNew = ({ type }: AskEvent): boolean => {
      const again = type === 'start' && begun;
      begun = true;
      said ||= type !== 'start';
      return !again;
    };
    try {
      for (;;) {
        call.signal?.throwIfAborted();
        let kept = await read(context, key);
        if (kept?.state === 'failed') break;
        const lock = kept?.state === 'whole' ? null : await store.lock(key, LOCK_MS);
        if (lock) {
          const since = await read(context, key);
          // What isn't whole by now was a dead instance's.
          kept = since?.state === 'whole' ? since : null;
          if (kept || said || call.signal?.aborted) void lock.release();
          else {
            mine = globalThis.crypto.randomUUID();
            const generation = generate(context, key, mine, open, lock, isAsked);
            connection.waitUntil?.(generation);
          }
        }
        if (said && (lock || kept) && kept?.run !== run) throw lost();
        if (kept && kept.run !== run) {
          run = kept.run;
          had = 0;
        }
        for (const event of kept?.events.slice(had) ?? []) {
          had++;
          if (!isNew(event)) continue;
          yield event.type === 'finish' && run !== mine ? { ...event, usage: FREE, ttlMs: undefined } : event;
        }
        if (kept?.state === 'whole') return;
        call.alive?.();
        await wait(BEAT_MS, client.environment);
      }
    } catch (thrown) {
      if (said || call.signal?.aborted) throw thrown;
    }
    if (said) throw lost();
    for await (const event of open(call)) if (isNew(event)) yield event;
  };
}

/** Never rejects. */
async function generate(
  context: Context,
  key: string,
  run: string,
  open: Open,
  lock: StoreLock,
  isAsked: boolean,
): Promise<void> {
  const { client, store, parked } = context;
  const { environment, policy } = client;
  const events: AskEvent[] = [];
  /** Stored; -1 before the first. */
  let sent = -1;
  const keep = async (state: Kept['state'], lifeMs: number): Promise<void> => {
    const kept: Kept = { run, state, events: state === 'failed' ? [] : events };
    // Before any waiting: later text is added to what nobody has read.
    const note = JSON.stringify(kept);
    const isFirst = sent < 0;
    sent = events.length;
    const before = isFirst ? null : await read(context, key);
    // Its lock ran out, and another generates.
    if (before && before.run !== run) return giveUp();
    await store.set(key, { note }, lifeMs);
  };
  const end = new AbortController();
  const giveUp = fromAnywhere<void>(() => end.abort(lost()));
  if (!isAsked) parked.set(key, giveUp);
  // In place of a dead instance's words.
  void keep('coming', 2 * LOCK_MS).catch(() => null);
  let aliveAt = environment.monotonic();
  const clear = every(BEAT_MS, environment, () => {
    if (environment.monotonic() - aliveAt > policy.askTimeoutMs) giveUp();
    void Promise.resolve(lock.renew(LOCK_MS)).catch(() => null);
    if (events.length > sent) void keep('coming', 2 * LOCK_MS).catch(() => null);
  });
  try {
    let lifeMs = LIFE_MS;
    for await (const event of open({ signal: end.signal, alive: () => void (aliveAt = environment.monotonic()) })) {
      aliveAt = environment.monotonic();
      const last = events.at(-1);
      // Nobody has read this beat yet.
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
  parked.delete(key);
  void Promise.resolve(lock.release()).catch(() => null);
}

async function read({ store }: Context, key: string): Promise<Kept | null> {
  const value = (await store.get(key))?.value;
  return value && 'note' in value ? (JSON.parse(value.note) as Kept) : null;
}

function lost(): ForewarmError {
  return new ForewarmError('stream-cut', 'The answer broke off at the server; asking again may work.');
}
