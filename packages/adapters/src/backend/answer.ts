import {
  assertPrefix,
  type AskEvent,
  cacheOutcome,
  type CallOptions,
  ForewarmError,
  type Prefix,
  systemEnvironment,
  type Turn,
} from '@forewarm/core';
import { linkedAbort, within } from '@forewarm/core/kit';
import { notAnAnswer } from './errors.js';
import { inBatches } from './batches.js';
import { drain } from './drain.js';
import type { AnswerReader, Provider } from './provider.js';

/** For counts on a silent connection, in ms. */
const COUNTS_MS = 1_000;

/** In characters. */
const MAX_JOINED = 1_000;

/**
 * Yields the start, events and finish; one read's texts are one event. Throws the signal's reason
 * if it aborts.
 */
export async function* streamAnswer<Raw, E>(
  provider: Provider<Raw, E>,
  prefix: Prefix,
  turn: Turn,
  { signal, expectHash, alive }: CallOptions,
): AsyncGenerator<AskEvent, void, undefined> {
  assertPrefix(prefix, provider.where);
  if (!provider.abilities?.parts) refuseParts(provider.where, turn);
  const reader = provider.reader(prefix);
  const drifted = expectHash !== undefined && expectHash !== prefix.hash;
  const start = (): AskEvent => ({ type: 'start', hash: prefix.hash, model: reader.model ?? prefix.model, drifted });
  signal?.throwIfAborted();
  const request = linkedAbort(signal);
  let batches: ReturnType<typeof inBatches<E>> | undefined;
  let ended = false;
  let begun = false;
  try {
    batches = inBatches(await provider.ask(prefix, turn, request.signal, expectHash));
    while (reader.stage !== 'over') {
      const next =
        reader.stage === 'said' ? await within(batches.next(), COUNTS_MS, systemEnvironment) : await batches.next();
      if (next === null) break;
      signal?.throwIfAborted();
      if (next.done) {
        ended = true;
        break;
      }
      next.value.forEach(() => alive?.());
      const { said, thrown } = readBatch(reader, next.value);
      // SDKs may send events before the backend answers.
      if (!begun && (said.length > 0 || reader.model !== undefined)) {
        begun = true;
        yield start();
      }
      for (const event of said) {
        yield event;
        signal?.throwIfAborted();
      }
      if (thrown) throw thrown.error;
    }
    if (reader.stage === 'over') {
      ended = true;
      void drain({ read: batches.next, cancel: async () => request.abort() }).finally(request.release);
    }
  } catch (thrown) {
    if (signal?.aborted) throw signal.reason;
    // After the answer's end, a broken connection doesn't matter.
    if (reader.stage === undefined) throw provider.toError(thrown, begun);
  } finally {
    if (!ended) {
      // First: Bedrock's SDK waits for the next event before it stops.
      request.abort();
      request.release();
      await batches?.stop().catch(() => null);
    }
  }
  signal?.throwIfAborted();
  const end = reader.end();
  if (!end) throw cutOff(begun);
  if (!begun) yield start();
  if (end.calls) yield* end.calls;
  const { reason, usage, ttlMs, missReason } = end.ended;
  yield { type: 'finish', reason, usage, outcome: cacheOutcome(usage), ttlMs, missReason };
}

/** With the error that reading threw, if any. */
function readBatch<E>(
  reader: AnswerReader<E>,
  batch: readonly E[],
): { readonly said: readonly AskEvent[]; readonly thrown?: { readonly error: unknown } } {
  const said: AskEvent[] = [];
  try {
    for (const event of batch) {
      if (reader.stage === 'over') break;
      const read = reader.read(event);
      if (!read) continue;
      const last = said.at(-1);
      if (read.type === 'text' && last?.type === 'text' && last.text.length + read.text.length <= MAX_JOINED) {
        said[said.length - 1] = { type: 'text', text: last.text + read.text };
      } else said.push(read);
    }
    return { said };
  } catch (error) {
    return { said, thrown: { error } };
  }
}

function cutOff(begun: boolean): ForewarmError {
  if (begun) return new ForewarmError('stream-cut', 'The answer broke off before its end; asking again may work.');
  return notAnAnswer(undefined);
}

function refuseParts(where: string, { parts = [] }: Turn): void {
  if (parts.length === 0) return;
  const message = `${where}: turn.parts has ${parts.length} attachments, and this adapter sends none; ask without them.`;
  throw new ForewarmError('invalid-request', message, { status: 400 });
}
