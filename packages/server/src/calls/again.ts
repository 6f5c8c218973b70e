import type { PrefixRef } from '@forewarm/core';
import { resolvePrefix } from '../prefixes.js';
import type { AskAgain } from '../resume/answerStore.js';
import { brokenOff } from '../resume/brokenOff.js';
import { goOn, textAfter } from '../resume/goOn.js';
import type { AskInput } from '../schema.js';
import { signed } from '../signTurns.js';
import { type Chunk, toChunks } from '../stream/chunks.js';
import { personOf } from '../who/scope.js';
import { admit, type Arrived, type Context } from './context.js';

/** What is kept of a question, for another instance to ask it again. */
export function toAsked(prefix: PrefixRef, question: string): string {
  return JSON.stringify({ prefix, question });
}

/**
 * Asks the model again in the place of an instance that was lost, for a reader who has had `text` and nothing else of the answer. Counts as an ask. Where
 * the model now says something else than the reader has had, the answer ends as one that broke off.
 */
export function askAgain(context: Context, arrived: Arrived, text: string, signal: AbortSignal): AskAgain {
  return async function* again(asked, sent) {
    const had = textAfter(text, sent);
    const goesOn = had !== null && (yield* second(context, arrived, asked, had, signal));
    if (!goesOn && !signal.aborted) yield brokenOff();
  };
}

async function* second(
  context: Context,
  arrived: Arrived,
  asked: string,
  had: string,
  signal: AbortSignal,
): AsyncGenerator<Chunk, boolean, undefined> {
  const { options, client, streams } = context;
  const { prefix: ref, question } = JSON.parse(asked) as Pick<AskInput, 'prefix' | 'question'>;
  const admitted = await admit(context, arrived, ref, 'ask').catch(() => null);
  if (!admitted || admitted.refusal || !options.answers) return false;
  const { scope } = admitted.call;
  const prefix = await resolvePrefix(options, ref, arrived.request, scope).catch(() => null);
  if (!prefix) return false;
  const work = new AbortController();
  const end = (reason?: Error): void => work.abort(reason ?? new DOMException('The client left.', 'AbortError'));
  const onEnd = streams.add(end);
  const [id, owner] = [globalThis.crypto.randomUUID(), personOf(scope) ?? ''];
  const answer = client.ask(prefix, { question }, { signal: work.signal });
  const chunks = toChunks(signed(answer, options.signTurns, ref, question), id);
  const kept = options.answers.keep({ id, owner, asked, chunks, abandon: end, onEnd }, signal);
  const goesOn = yield* goOn(kept, had);
  if (!goesOn) end();
  return goesOn;
}
