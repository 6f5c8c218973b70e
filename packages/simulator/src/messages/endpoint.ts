import type { Call, Engine } from '../engine.js';
import { refuseZero } from '../faults/apply.js';
import { parseJson } from '../http/body.js';
import { streamAnswer, wholeAnswer } from '../http/respond.js';
import { sseEvent } from '../http/sse.js';
import { diagnose } from './diagnose.js';
import { messageFrames } from './events.js';
import { emptyMessage, usageOf, wholeMessage } from './message.js';
import { parseBody } from './parse.js';
import { checkWindow, prepare } from './prepare.js';
import { checkSettings } from './rules/settings.js';
import { readMessages, versionFor } from './read.js';
import { countTokensBody } from './schema.js';
import { writeDraft } from './writeDraft.js';

/** Serves `POST /v1/messages`. Throws an ApiError for every refusal. */
export async function createMessage(engine: Engine, call: Call): Promise<Response> {
  const { body, version } = readMessages(engine, call);
  Object.assign(call.record, { model: body.model, stream: body.stream ?? false, maxTokens: body.max_tokens });
  const prepared = prepare(engine, body, version);
  const { model, placed, prompt } = prepared;
  refuseZero(call.faults, body.max_tokens);
  if (engine.config.engine === 'claude') checkSettings(body, model);
  checkWindow(prepared);

  const id = engine.id('msg');
  const draft = writeDraft(engine, body, model, placed, model.contextWindow - prompt.tokens);
  const diagnostics = diagnose(engine, call, body, prepared, id);
  const generation = await engine.begin(call, prompt, model, draft.outputTokens);

  const usage = (tokens: number, thinking: number): Record<string, unknown> =>
    usageOf(engine, call, generation.lookup, { tokens, thinking });
  const whole = usage(draft.outputTokens, draft.thinkingTokens);
  const start = { ...emptyMessage(id, body.model, whole), diagnostics };
  if (!body.stream) return wholeAnswer(engine, call, generation, wholeMessage(start, draft, whole), draft.outputTokens);
  return streamAnswer(engine, call, generation, {
    frames: messageFrames(
      { ...start, usage: usage(Math.min(1, draft.outputTokens), 0) },
      draft,
      whole,
      generation.tokenMs,
    ),
    errorEvent: OVERLOADED,
    outputTokens: draft.outputTokens,
  });
}

const OVERLOADED = sseEvent('error', { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } });

/** Serves `POST /v1/messages/count_tokens`. Throws an ApiError for every refusal. */
export function countMessageTokens(engine: Engine, call: Call): Response {
  const version = versionFor(engine, call.request.headers);
  const body = parseBody(countTokensBody, parseJson(call.text));
  call.record.model = body.model;
  return Response.json({ input_tokens: prepare(engine, body, version).prompt.tokens });
}
