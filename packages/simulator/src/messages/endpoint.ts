import type { Call, Engine } from '../engine.js';
import { parseJson } from '../http/body.js';
import { streamAnswer, wholeAnswer } from '../http/respond.js';
import { versionOf } from '../http/version.js';
import { diagnose } from './diagnose.js';
import { messageFrames } from './events.js';
import { emptyMessage, usageOf, wholeMessage } from './message.js';
import { parseBody } from './parse.js';
import { checkWindow, prepare } from './prepare.js';
import { checkSettings } from './rules/settings.js';
import { countTokensBody, messagesBodies } from './schema.js';
import { writeDraft } from './writeDraft.js';

/** Serves `POST /v1/messages`. Throws an ApiError for every refusal. */
export async function createMessage(engine: Engine, call: Call): Promise<Response> {
  const version = versionOf(call.request.headers);
  const body = parseBody(messagesBodies[version], parseJson(call.text));
  Object.assign(call.record, { model: body.model, stream: body.stream ?? false, maxTokens: body.max_tokens });
  const prepared = prepare(engine, body, version);
  const { model, placed, prompt } = prepared;
  checkSettings(body, model);
  checkWindow(prepared);

  const id = engine.id('msg');
  const draft = writeDraft(engine, body, model, placed, model.contextWindow - prompt.tokens);
  const diagnostics = diagnose(engine, call, body, prepared, id);
  const generation = await engine.begin(call, prompt, model);

  const { reportCache } = engine.config;
  const usage = usageOf(generation.lookup, { tokens: draft.outputTokens, thinking: draft.thinkingTokens }, reportCache);
  const start = { ...emptyMessage(id, body.model, usage), diagnostics };
  if (!body.stream) return wholeAnswer(engine, call, generation, wholeMessage(start, draft, usage), draft.outputTokens);

  const atStart = usageOf(generation.lookup, { tokens: Math.min(1, draft.outputTokens), thinking: 0 }, reportCache);
  const frames = messageFrames({ ...start, usage: atStart }, draft, usage, generation.tokenMs);
  return streamAnswer(engine, call, generation, frames, draft.outputTokens);
}

/** Serves `POST /v1/messages/count_tokens`. Throws an ApiError for every refusal. */
export function countMessageTokens(engine: Engine, call: Call): Response {
  const version = versionOf(call.request.headers);
  const body = parseBody(countTokensBody, parseJson(call.text));
  call.record.model = body.model;
  return Response.json({ input_tokens: prepare(engine, body, version).prompt.tokens });
}
