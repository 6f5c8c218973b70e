import { ForewarmError } from '@forewarm/core';
import { readJson } from '../body.js';
import type { AnswerStore } from '../resume/answerStore.js';
import { parseResume, parseStop } from '../schema.js';
import { personOf, STRANGER } from '../who/client.js';
import { send } from './ask.js';
import type { Arrived, Context } from './context.js';

/** `POST …/resume`: the rest of an answer whose connection broke. 404 where it is not kept, or another's: which of the two is not said. */
export async function resume(context: Context, arrived: Arrived): Promise<Response> {
  const { answer, after } = parseResume(await readJson(arrived.request, context.sizes.maxBodyBytes));
  const left = new AbortController();
  const ref = { id: answer, owner: await ownerOf(context, arrived) };
  const chunks = await storeOf(context).resume(ref, after, left.signal);
  if (!chunks) {
    throw new ForewarmError('not-found', 'There is no such answer to go on with; ask again.', { status: 404 });
  }
  const ended = context.streams.add(() => left.abort());
  return send(context, arrived.request, chunks, () => left.abort(), ended);
}

/** `POST …/stop`: ends the model's work on an answer nobody wants any more. Always 204, so that it tells nothing of other people's. */
export async function stop(context: Context, arrived: Arrived): Promise<Response> {
  const { answer } = parseStop(await readJson(arrived.request, context.sizes.maxBodyBytes));
  await storeOf(context).stop({ id: answer, owner: await ownerOf(context, arrived) });
  return new Response(null, { status: 204 });
}

function storeOf({ options }: Context): AnswerStore {
  if (options.answers) return options.answers;
  throw new ForewarmError('not-found', 'Answers are not kept here; ask again.', { status: 404 });
}

async function ownerOf({ options }: Context, { request, client }: Arrived): Promise<string> {
  return personOf((await options.identify?.(request, client)) ?? STRANGER) ?? '';
}
