import { ForewarmError } from '@forewarm/core';
import { readJson } from '../body.js';
import { resolvePrefix } from '../prefixes.js';
import { parseAsk } from '../schema.js';
import { openAnswer } from '../starters.js';
import { personOf } from '../who/scope.js';
import { toAsked } from './again.js';
import { admit, type Arrived, type Context, goFirst, tooMany } from './context.js';
import { goOn } from './resume.js';
import { send } from './send.js';
import { deliver, openWork } from './work.js';

/** `POST …/ask`: streams the answer, perhaps one already begun. 429 above a limit. */
export async function ask(context: Context, arrived: Arrived): Promise<Response> {
  const { options, sizes } = context;
  const { request, connection } = arrived;
  const { answers, limits } = options;
  const input = parseAsk(await readJson(request, sizes.maxBodyBytes), sizes);
  const { turn, expectHash, waitedMs, answer, again } = input;
  if (again && !answers) {
    const message =
      'This server keeps no answers, so this question may have been answered already; ask it as a new one.';
    throw new ForewarmError('invalid-request', message, { status: 409 });
  }
  const { call, ref, refusal } = await admit(context, arrived, input.prefix, 'ask');
  if (refusal) throw tooMany(refusal);
  const prefix = await resolvePrefix(options, ref, request, call.scope);
  const place = await limits?.openStream({ ...call, connection, prefix: ref, request });
  if (typeof place === 'object') throw tooMany(place);

  const id = answers && (answer ?? globalThis.crypto.randomUUID());
  const { open, isKept, key } = await openAnswer(context, arrived, ref, prefix, turn);
  goFirst(context, key);
  // A kept answer waits for no warm.
  const asking = { expectHash, waitedMs: isKept ? Infinity : waitedMs };
  const work = openWork(context, arrived, { ref, prefix, turn, open, id, call: asking }, place);
  const owner = personOf(call.scope) ?? '';
  const delivery = await deliver(context, request, work, { id, owner, asked: toAsked(ref, turn) });
  if (delivery) return send(context, request, delivery);
  const resuming = { action: 'resume', scope: call.scope, connection, request } as const;
  return goOn(context, arrived, resuming, { answer: id!, after: 0, had: 0 });
}
