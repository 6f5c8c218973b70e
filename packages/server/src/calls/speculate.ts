import { type AskEvent, type CallOptions, ForewarmError, type Prefix } from '@forewarm/core';
import { prefixKey, sha256, storedWarmth, toUiChunks } from '@forewarm/core/kit';
import { COLD, decide, isFresh } from '@forewarm/core/policy';
import { type Discard, SpeculativeAnswer } from '@forewarm/core/speculation';
import { readJson } from '../body.js';
import type { SpeculativeAnswersOptions } from '../options.js';
import { resolvePrefix } from '../prefixes.js';
import { parseAdopt, parseAsk } from '../schema.js';
import { openAnswer } from '../starters.js';
import { signed } from '../signTurns.js';
import { type Chunk, toChunks, toEvent } from '../stream/chunks.js';
import { personOf, type Scope } from '../who/scope.js';
import { toPublicError } from '../responses.js';
import { toAsked } from './again.js';
import { admit, type Arrived, type Context, tooMany } from './context.js';
import { send } from './send.js';
import { fromAnywhere } from './work.js';

/**
 * What the news of an adoption may take on its way here, in milliseconds: the page waits `parkMs`
 * by its own clock.
 */
const WAY_MS = 2_000;
/** How often this instance looks whether another has heard of the adoption, in milliseconds. */
const LOOK_MS = 250;
/**
 * How long the word of an adoption is kept for the instance that has the answer, in milliseconds.
 */
const ADOPTED_MS = 30_000;
/** When a page may try again for a prefix that is not warm, in milliseconds. */
const COLD_RETRY_MS = 2_000;

/**
 * `POST …/speculate`: an answer begun before its question is sent. What is read of it goes out and
 * waits in the page; nothing that follows a question happens before `…/adopt`, which may come to
 * another instance. Refused with 404 where the option is off, with 409 where the prefix is not
 * warm.
 */
export async function speculate(context: Context, arrived: Arrived): Promise<Response> {
  const { parkMs = 5_000, most = 50 } = offered(context);
  const { options, sizes, client, streams, parked } = context;
  const { request, connection } = arrived;
  const input = parseAsk(await readJson(request, sizes.maxBodyBytes), sizes);
  const { call, ref, refusal } = await admit(context, arrived, input.prefix, 'speculate');
  if (refusal) throw tooMany(refusal);
  const prefix = await resolvePrefix(options, ref, request, call.scope);
  const { question } = input;
  const { open, isKept } = await openAnswer(context, arrived, ref, prefix, question);
  if (!isKept) await requireWarm(context, prefix);
  if (parked.size >= most) throw refused('The server has begun as many answers ahead as it may', 503);
  const place = await options.limits?.openStream({ action: 'speculate', scope: call.scope, connection, request });
  if (typeof place === 'object') throw tooMany(place);

  const { environment } = client;
  const id = globalThis.crypto.randomUUID();
  const stamp = (): { at: number; key: string } => ({ at: environment.now(), key: prefixKey(prefix) });
  let discard: Discard | null = null;
  let signs = 0;
  const alive = (ask: CallOptions) => (): void => {
    signs++;
    ask.alive?.();
  };
  const early = new SpeculativeAnswer((ask) => open({ ...ask, alive: alive(ask) }), {
    environment,
    parkMs: parkMs + WAY_MS,
    onDiscard(ended) {
      discard = ended;
      client.emit({ type: 'speculation-discarded', ...stamp(), ...ended });
    },
  });
  client.emit({ type: 'speculation-begun', ...stamp() });
  const yieldTo = fromAnywhere(() => early.discard('asked'));
  parked.add(yieldTo as () => void);
  let told: CallOptions['alive'];
  const work = new AbortController();
  const gone = new AbortController();
  const leave = fromAnywhere((reason: Error) => {
    if (early.isParked) early.discard('left');
    else if (options.answers) gone.abort(reason);
    else work.abort(reason);
  });
  const end = fromAnywhere((reason: Error) => {
    early.discard('left');
    work.abort(reason);
  });
  const ended = streams.add(end);
  const onEnd = (): void => {
    parked.delete(yieldTo as () => void);
    place?.();
    ended();
  };

  /** What the page gets of an answer nobody has asked for, then the answer as any other. */
  async function* chunks(): AsyncGenerator<Chunk, void, undefined> {
    const wait = watchAdoption(context, id, (word) => {
      if (word !== wordOf(prefix, question, call.scope)) return early.discard('changed');
      client.emit({ type: 'speculation-adopted', ...stamp(), ageMs: environment.monotonic() - early.begunAt });
      early.adopt({ signal: work.signal, alive: () => told?.() });
    });
    let sent = 0;
    try {
      for await (const chunk of toUiChunks(early.preview(), { messageId: id })) {
        sent++;
        yield [options.answers ? `id: ${sent}\n${toEvent(chunk)}` : toEvent(chunk)];
      }
    } finally {
      wait();
      parked.delete(yieldTo as () => void);
    }
    if (discard) return yield* lost(discard);
    const follow = (ask: CallOptions): AsyncGenerator<AskEvent> => {
      told = ask.alive;
      // Ended for its silence, as any answer is.
      ask.signal?.addEventListener('abort', () => work.abort(ask.signal?.reason), { once: true });
      return early.events();
    };
    const answer = client.follow(prefix, follow, { signal: work.signal, waitedMs: Infinity });
    const whole = toChunks(signed(answer, options.signTurns, ref, question), { messageId: id });
    const owner = personOf(call.scope) ?? '';
    const abandon = (): void => end(new DOMException('The client left.', 'AbortError'));
    const asked = toAsked(ref, question);
    const kept = await options.answers?.keep(
      { id, owner, asked, begin: () => whole, signs: () => signs, abandon, onEnd },
      { signal: gone.signal, request },
    );
    let skip = sent;
    for await (const events of kept?.chunks ?? whole) {
      const rest = events.slice(skip);
      skip = Math.max(0, skip - events.length);
      if (rest.length > 0) yield rest;
    }
  }
  const answer = { chunks: chunks(), signs: () => signs };
  return send(context, request, answer, () => leave(new DOMException('The client left.', 'AbortError')), onEnd);
}

/**
 * `POST …/adopt`: the question of an answer begun before has been sent. Counts, and is looked at,
 * as an ask; 204 where the answer is kept, else 202.
 */
export async function adopt(context: Context, arrived: Arrived): Promise<Response> {
  offered(context);
  const { options, sizes, store } = context;
  const input = parseAdopt(await readJson(arrived.request, sizes.maxBodyBytes), sizes);
  const { call, ref, refusal } = await admit(context, arrived, input.prefix, 'ask');
  if (refusal) throw tooMany(refusal);
  const prefix = await resolvePrefix(options, ref, arrived.request, call.scope);
  await store.set(keyOf(input.answer), { note: wordOf(prefix, input.question, call.scope) }, ADOPTED_MS);
  return new Response(null, { status: options.answers ? 204 : 202 });
}

function offered({ options }: Context): SpeculativeAnswersOptions {
  const { speculativeAnswers: offer = false } = options;
  if (offer !== false) return offer === true ? {} : offer;
  const message =
    'No answer is begun here before its question is sent; createHandler({ speculativeAnswers: true }) does.';
  throw new ForewarmError('not-found', message, { status: 404 });
}

/**
 * Throws unless the backend holds the prefix: an answer nobody may ask for must not pay for a
 * write.
 */
async function requireWarm({ client, store }: Context, prefix: Prefix): Promise<void> {
  const { environment, policy } = client;
  const now = environment.now();
  const stored = await Promise.resolve(store.get(prefixKey(prefix))).catch(() => null);
  const warmth = storedWarmth(stored, now);
  const decision = decide({ ...COLD, warmth }, 'manual', environment.conditions?.() ?? {}, null, now, policy);
  if (decision.action === 'skip' && decision.reason !== 'fresh')
    throw refused(`No answer is begun: ${decision.reason}`);
  if (!isFresh(warmth, now, policy.marginMs)) throw refused('No answer is begun before its prefix is warm');
}

function refused(why: string, status = 409): ForewarmError {
  return new ForewarmError('overloaded', `${why}; ask the question itself.`, { status, retryAfterMs: COLD_RETRY_MS });
}

/** Tells the page why there is no answer. */
function* lost({ reason, error }: Discard): Generator<Chunk, void, undefined> {
  const told = error ?? new ForewarmError('stream-cut', `The answer begun ahead was given up: ${reason}.`);
  const body = toPublicError(told);
  yield [toEvent({ type: 'data-forewarm', id: 'forewarm', data: { error: body } })];
  yield [toEvent({ type: 'error', errorText: body.message })];
}

const keyOf = (id: string): string => `adopted:${id}`;

/** What must be the same at both instances: the whole prompt, and whose it is. */
function wordOf(prefix: Prefix, question: string, scope: Scope): string {
  return sha256(JSON.stringify([prefix.hash, question, personOf(scope) ?? '']));
}

/** Calls back once with the word left for an answer; the returned function ends that. */
function watchAdoption({ client, store }: Context, id: string, onWord: (word: string) => void): () => void {
  const { environment } = client;
  const key = keyOf(id);
  let over = false;
  let clear = (): void => {};
  const look = async (): Promise<void> => {
    const stored = await Promise.resolve(store.get(key)).catch(() => null);
    const value = stored?.value;
    if (over || !value || !('note' in value)) return;
    over = true;
    onWord(value.note);
  };
  const leave = store.subscribe(key, () => void look());
  const tick = (): void => {
    void look();
    clear = environment.setTimeout(tick, LOOK_MS);
  };
  clear = environment.setTimeout(tick, LOOK_MS);
  return () => {
    over = true;
    clear();
    leave();
  };
}
