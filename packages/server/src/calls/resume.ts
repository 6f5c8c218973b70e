import { ForewarmError } from '@forewarm/core';
import { readJson } from '../body.js';
import type { LimitedCall } from '../limits/limits.js';
import type { AnswerStore } from '../resume/answerStore.js';
import { parseResume, parseStop, type ResumeInput } from '../schema.js';
import { personOf } from '../who/scope.js';
import { whoIs } from '../who/whoIs.js';
import { readOn } from './again.js';
import { type Arrived, type Context, tooMany } from './context.js';
import { send } from './send.js';

/** `POST …/resume`: the rest of a broken answer. 404 if it isn't kept or is another's. */
export async function resume(context: Context, arrived: Arrived): Promise<Response> {
  const input = parseResume(await readJson(arrived.request, context.sizes.maxBodyBytes));
  storeOf(context);
  return goOn(context, arrived, await admitted(context, arrived), input);
}

/** Within the limit on open streams. */
export async function goOn(
  context: Context,
  arrived: Arrived,
  call: LimitedCall,
  input: ResumeInput,
): Promise<Response> {
  const { request } = arrived;
  const place = await context.options.limits?.openStream(call);
  if (typeof place === 'object') throw tooMany(place);
  const gone = new AbortController();
  const reader = { signal: gone.signal, request };
  const kept = await readOn(context, arrived, storeOf(context), ownerOf(call), input, reader).catch(
    (thrown: unknown) => {
      place?.();
      throw thrown;
    },
  );
  if (!kept) {
    place?.();
    throw new ForewarmError('not-found', 'This answer can’t be resumed; ask again.', { status: 404 });
  }
  const ended = context.streams.add(() => gone.abort());
  const onEnd = (): void => {
    place?.();
    ended();
  };
  return send(context, request, { answer: kept, leave: () => gone.abort(), onEnd });
}

/** `POST …/stop`: always 204, to reveal nothing about other people's answers. */
export async function stop(context: Context, arrived: Arrived): Promise<Response> {
  const { answer } = parseStop(await readJson(arrived.request, context.sizes.maxBodyBytes));
  const store = storeOf(context);
  const call = await admitted(context, arrived);
  await store.stop({ id: answer, owner: ownerOf(call) }, arrived.request);
  return new Response(null, { status: 204 });
}

function storeOf({ options }: Context): AnswerStore {
  if (options.answers) return options.answers;
  throw new ForewarmError('not-found', 'This server keeps no answers; ask again.', { status: 404 });
}

async function admitted({ options }: Context, { request, connection }: Arrived): Promise<LimitedCall> {
  const scope = await whoIs(options.identify, request, connection);
  const call = { action: 'resume', scope, connection, request } as const;
  const refusal = await options.limits?.count(call);
  if (refusal) throw tooMany(refusal);
  return call;
}

function ownerOf({ scope }: LimitedCall): string {
  return personOf(scope) ?? '';
}
