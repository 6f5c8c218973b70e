import type * as z from 'zod';
import { bound } from '../answer/draft.js';
import { writeDraft } from '../answer/write.js';
import type { Call, Engine } from '../engine/engine.js';
import { respond, type Answer } from '../engine/respond.js';
import { parseJson } from '../http/body.js';
import { readChat, readResponses, type Asked } from './asked.js';
import { chatError, completion, completionFrames } from './chat.js';
import { parseOpenAi, refuse } from './errors.js';
import { openAiModel } from './model.js';
import { renderTurns } from './render.js';
import { emptyResponse, responseError, responseFrames, wholeResponse } from './responses.js';
import { chatBody, responsesBody, type ChatBody, type ResponsesBody } from './schema.js';

export function createCompletion(engine: Engine, call: Call): Promise<Response> {
  const body = readBody(chatBody, call);
  const ready = prepare(engine, call, body, readChat(body));
  const { draft } = ready;
  const head = { id: engine.id('chatcmpl'), model: body.model, created: Math.floor(engine.now() / 1000) };
  return respond(engine, call, {
    ...ready,
    whole: (reported) => completion(head, draft, reported),
    frames: (reported) => completionFrames(head, draft, body.stream_options?.include_usage ? reported : undefined),
    errorEvent: chatError,
  });
}

export function createResponse(engine: Engine, call: Call): Promise<Response> {
  const body = readBody(responsesBody, call);
  const { input, previous_response_id: previous } = body;
  if (input === undefined) {
    const message = 'One of "input" or "previous_response_id" must be provided.';
    throw refuse(message, 'input', 'missing_required_parameter');
  }
  if (previous) {
    const message = `Previous response with id '${previous}' not found.`;
    throw refuse(message, 'previous_response_id', 'previous_response_not_found');
  }
  const ready = prepare(engine, call, body, readResponses(body));
  const { draft } = ready;
  const ids = draft.blocks.map((block) => engine.id(block.type === 'tool_use' ? 'fc' : 'msg'));
  const start = emptyResponse(engine.id('resp'), body, engine.now());
  return respond(engine, call, {
    ...ready,
    whole: (reported) => wholeResponse(start, draft, ids, reported),
    frames: (reported) => responseFrames(start, draft, ids, reported),
    errorEvent: responseError,
  });
}

function readBody<T extends ChatBody | ResponsesBody>(schema: z.ZodType<T>, { text, record }: Call): T {
  const body = parseOpenAi(schema, parseJson(text));
  Object.assign(record, { model: body.model, stream: body.stream ?? false });
  return body;
}

function prepare(
  engine: Engine,
  { record }: Call,
  body: ChatBody | ResponsesBody,
  { turns, settings, wanted }: Asked,
): Pick<Answer, 'model' | 'prompt' | 'draft' | 'stream'> {
  if (wanted.maxTokens < Infinity) record.maxTokens = wanted.maxTokens;
  const prompt = renderTurns(body.model, body, settings, turns);
  const model = openAiModel(engine.config, body.model, prompt.tokens);
  const writer = { compose: engine.config.answer, callId: () => engine.id('call') };
  const draft = body.prompt_cache_options?.prewarm ? bound([], 'end_turn', wanted) : writeDraft(wanted, writer);
  return { prompt, model, draft, stream: body.stream };
}
