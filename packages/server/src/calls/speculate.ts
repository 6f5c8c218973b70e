import { type AskEvent, type CallOptions, ForewarmError, type Prefix } from '@forewarm/core';
import { prefixKey, storedWarmth, toUiChunks } from '@forewarm/core/kit';
import { COLD, decide, isFresh } from '@forewarm/core/policy';
import { type Discard, SpeculativeAnswer } from '@forewarm/core/speculation';
import { readJson } from '../body.js';
import type { SpeculativeAnswersOptions } from '../options.js';
import { resolvePrefix } from '../prefixes.js';
import { parseAdopt, parseAsk } from '../schema.js';
import { openAnswer } from '../starters.js';
import { type Chunk, toEvent } from '../stream/chunks.js';
import { personOf } from '../who/scope.js';
import { toPublicError } from '../responses.js';
import { adoptionWord, noteAdoption, watchAdoption } from './adoption.js';
import { toAsked } from './again.js';
import { admit, type Arrived, type Context, goFirst, tooMany } from './context.js';
import { send } from './send.js';
import { deliver, type Delivery, fromAnywhere, openWork } from './work.js';

/** Time for an adoption to arrive beyond the page's `parkMs`. */
const WAY_MS = 2_000;
const COLD_RETRY_MS = 2_000;

/**
 * `POST …/speculate`: begins an answer before its question. 404 if the option is off, 409 if the
 * prefix is cold.
 */
export async function speculate(context: Context, arrived: Arrived): Promise<Response> {
  const { parkMs = 5_000, most = 50, yields = false } = offered(context);
  const { options, sizes, client, streams, parked } = context;
  const { request, connection } = arrived;
  const input = parseAsk(await readJson(request, sizes.maxBodyBytes), sizes);
  const { call, ref, refusal } = await admit(context, arrived, input.prefix, 'speculate');
  if (refusal) throw tooMany(refusal);
  const prefix = await resolvePrefix(options, ref, request, call.scope);
  const { open, isKept } = await openAnswer(context, arrived, ref, prefix, input.turn);
  if (!isKept) await requireWarm(context, prefix);
  const taken = await options.limits?.openStream({ action: 'speculate', scope: call.scope, connection, request });
  if (typeof taken === 'object') throw tooMany(taken);
  const place = taken;
  // After all waiting: others may have begun meanwhile.
  let objection: ForewarmError | null = null;
  if (parked.size >= most) objection = refused('The server has begun as many answers ahead as it may', 503);
  else if (yields && !isKept && streams.isAsked) objection = refused('A question is being answered');
  if (objection) {
    place?.();
    throw objection;
  }

  const { environment } = client;
  const id = globalThis.crypto.randomUUID();
  const stamp = (): { at: number; key: string } => ({ at: environment.now(), key: prefixKey(prefix) });
  let discard: Discard | null = null;
  let signs = 0;
  let adopter: CallOptions = {};
  const early = new SpeculativeAnswer(
    (ask) =>
      open({
        ...ask,
        alive() {
          signs++;
          ask.alive?.();
        },
      }),
    {
      environment,
      parkMs: parkMs + WAY_MS,
      onDiscard(ended) {
        discard = ended;
        client.emit({ type: 'speculation-discarded', ...stamp(), ...ended });
      },
    },
  );
  client.emit({ type: 'speculation-begun', ...stamp() });
  parked.set(
    id,
    fromAnywhere<void>(() => early.discard('asked')),
  );
  const ended = streams.add(fromAnywhere(() => early.discard('left')));
  const unpark = (): void => {
    parked.delete(id);
    ended();
  };
  let delivery: Delivery | null = null;

  async function* chunks(): AsyncGenerator<Chunk, void, undefined> {
    const question = new AbortController();
    const unwatch = watchAdoption(context, id, (word) => {
      if (word !== adoptionWord(prefix, input.turn, call.scope)) return early.discard('changed');
      client.emit({ type: 'speculation-adopted', ...stamp(), ageMs: environment.monotonic() - early.begunAt });
      early.adopt({ signal: question.signal, alive: () => adopter.alive?.() });
    });
    let sent = 0;
    try {
      for await (const chunk of toUiChunks(early.preview(), { messageId: id })) {
        sent++;
        yield [options.answers ? `id: ${sent}\n${toEvent(chunk)}` : toEvent(chunk)];
      }
    } finally {
      unwatch();
    }
    if (discard) return yield* lost(discard);
    const openEarly = (ask: CallOptions): AsyncGenerator<AskEvent> => {
      adopter = ask;
      ask.signal?.addEventListener('abort', () => question.abort(ask.signal?.reason), { once: true });
      return early.events();
    };
    const asked = { ref, prefix, turn: input.turn, open: openEarly, id: options.answers && id };
    const work = openWork(context, arrived, { ...asked, call: { waitedMs: Infinity } }, place);
    unpark();
    goFirst(context);
    const owner = personOf(call.scope) ?? '';
    delivery = await deliver(context, request, work, { id: asked.id, owner, asked: toAsked(ref, input.turn) });
    let skip = sent;
    for await (const events of delivery?.answer.chunks ?? []) {
      const rest = events.slice(skip);
      skip = Math.max(0, skip - events.length);
      if (rest.length > 0) yield rest;
    }
  }
  const leave = (): void => (delivery ? delivery.leave() : early.discard('left'));
  const onEnd = (): void => {
    unpark();
    if (delivery) delivery.onEnd();
    else place?.();
  };
  return send(context, request, { answer: { chunks: chunks(), signs: () => signs }, leave, onEnd });
}

/**
 * `POST …/adopt`: the question was sent, perhaps at another instance. Counts as an ask; 204 if the
 * answer is kept, else 202.
 */
export async function adopt(context: Context, arrived: Arrived): Promise<Response> {
  offered(context);
  const { options, sizes } = context;
  const input = parseAdopt(await readJson(arrived.request, sizes.maxBodyBytes), sizes);
  const { call, ref, refusal } = await admit(context, arrived, input.prefix, 'ask');
  if (refusal) throw tooMany(refusal);
  const prefix = await resolvePrefix(options, ref, arrived.request, call.scope);
  await noteAdoption(context, input.answer, adoptionWord(prefix, input.turn, call.scope));
  return new Response(null, { status: options.answers ? 204 : 202 });
}

function offered({ options }: Context): SpeculativeAnswersOptions {
  const { speculativeAnswers: offer = false } = options;
  if (offer !== false) return offer === true ? {} : offer;
  const message = 'This server begins no answer before its question; set createHandler({ speculativeAnswers: true }).';
  throw new ForewarmError('not-found', message, { status: 404 });
}

/** A speculative answer must not pay for a write. */
async function requireWarm({ client, store }: Context, prefix: Prefix): Promise<void> {
  const { environment, policy } = client;
  const now = environment.now();
  const stored = await Promise.resolve(store.get(prefixKey(prefix))).catch(() => null);
  const warmth = storedWarmth(stored, now);
  const decision = decide({ ...COLD, warmth }, 'manual', environment.conditions?.() ?? {}, null, now, policy);
  if (decision.action === 'skip' && decision.reason !== 'fresh')
    throw refused(`No answer is begun: ${decision.reason}`);
  if (!isFresh(warmth, now, policy.marginMs)) throw refused('The prefix is not warm yet');
}

function refused(why: string, status = 409): ForewarmError {
  return new ForewarmError('overloaded', `${why}; ask the question itself.`, { status, retryAfterMs: COLD_RETRY_MS });
}

function* lost({ reason, error }: Discard): Generator<Chunk, void, undefined> {
  const told = error ?? new ForewarmError('stream-cut', `The early answer was discarded: ${reason}.`);
  const body = toPublicError(told);
  yield [toEvent({ type: 'data-forewarm', id: 'forewarm', data: { error: body } })];
  yield [toEvent({ type: 'error', errorText: body.message })];
}
