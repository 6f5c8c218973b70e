import type { PrefixRef, Turn } from '@forewarm/core';
import { prefixKey } from '@forewarm/core/kit';
import { resolvePrefix } from '../prefixes.js';
import type { AnswerRef, AnswerStore, AskAgain, KeptAnswer, Reader, Succession } from '../resume/answerStore.js';
import { brokenOff } from '../resume/brokenOff.js';
import type { AskInput, ResumeInput } from '../schema.js';
import { openAnswer } from '../starters.js';
import { type Chunk, shownLength } from '../stream/chunks.js';
import { personOf } from '../who/scope.js';
import { admit, type Arrived, type Context, goFirst } from './context.js';
import { openWork } from './work.js';

/** A reader may have had so many characters of an answer that restarts. */
const MAX_HAD = 2_000;

/** Longer questions with thread aren't kept: none with large images. */
const MAX_ASKED = 1_000_000;

export function toAsked(prefix: PrefixRef, turn: Turn): string | undefined {
  const asked = JSON.stringify({ prefix, ...turn });
  return asked.length > MAX_ASKED ? undefined : asked;
}

/**
 * The rest of an answer. If its instance is lost early, and a reader who can drop text has had
 * little, asks again, once for all readers, counted as an ask. Else it breaks off.
 */
export async function readOn(
  context: Context,
  arrived: Arrived,
  store: AnswerStore,
  owner: string,
  { answer, after, had }: ResumeInput,
  reader: Reader,
): Promise<KeptAnswer | null> {
  let length = had ?? Infinity;
  let second: KeptAnswer | null = null;
  const again: AskAgain = async function* (succeed) {
    const succession = length <= MAX_HAD ? await succeed() : null;
    second = succession && (await successor(context, arrived, store, owner, succession, reader));
    if (second) yield* second.chunks;
    else if (!reader.signal.aborted) yield brokenOff();
  };
  const counted = async function* (chunks: AsyncIterable<Chunk>): AsyncGenerator<Chunk, void, undefined> {
    for await (const events of chunks) {
      if (length <= MAX_HAD) length += shownLength(events);
      yield events;
    }
  };
  const ref: AnswerRef = { id: answer, owner };
  const first = await store.resume(ref, after, reader, again);
  return first && { chunks: counted(first.chunks), signs: () => first.signs() + (second?.signs() ?? 0) };
}

async function successor(
  context: Context,
  arrived: Arrived,
  store: AnswerStore,
  owner: string,
  { id, asked }: Succession,
  reader: Reader,
): Promise<KeptAnswer | null> {
  if (asked === null) return store.resume({ id, owner }, 0, reader);
  const { prefix: ref, ...turn } = JSON.parse(asked) as Turn & Pick<AskInput, 'prefix'>;
  const admitted = await admit(context, arrived, ref, 'ask').catch(() => null);
  if (!admitted || admitted.refusal) return null;
  const { ref: proven } = admitted;
  const { scope } = admitted.call;
  const prefix = await resolvePrefix(context.options, proven, arrived.request, scope).catch(() => null);
  if (!prefix) return null;
  const { client } = context;
  client.emit({ type: 'ask-restarted', at: client.environment.now(), key: prefixKey(prefix) });
  const { open, key } = await openAnswer(context, arrived, proven, prefix, turn);
  goFirst(context, key);
  const work = openWork(context, arrived, { ref: proven, prefix, turn, open, id, restart: true });
  const kept = await store.keep({ ...work, id, owner: personOf(scope) ?? '' }, reader).catch(() => null);
  if (!kept) work.onEnd();
  return kept;
}
