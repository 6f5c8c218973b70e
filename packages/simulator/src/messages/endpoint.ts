import { bound, toPieces, type Draft } from '../answer/draft.js';
import type { Call, Engine } from '../engine.js';
import { ApiError, invalid } from '../http/apiError.js';
import { parseJson } from '../http/body.js';
import { streamAnswer, wholeAnswer } from '../http/respond.js';
import { findModel, type ModelSpec } from '../models/models.js';
import { messageFrames } from './events.js';
import { emptyMessage, usageOf, wholeMessage } from './message.js';
import { parseBody } from './parse.js';
import { toAnswerInput } from './question.js';
import { renderPrompt } from './render.js';
import { checkPrompt, checkSettings } from './rules.js';
import { messagesBody, type MessagesBody } from './schema.js';
import { placeBlocks } from './walk.js';

/** Serves `POST /v1/messages`. Throws {@link ApiError} for every refusal. */
export async function createMessage(engine: Engine, call: Call): Promise<Response> {
  const body = parseBody(messagesBody, parseJson(call.text));
  Object.assign(call.record, { model: body.model, stream: body.stream ?? false, maxTokens: body.max_tokens });
  const model = modelOf(engine, body.model);
  checkPrompt(body);
  checkSettings(body, model);
  const prompt = renderPrompt(body, model);
  if (prompt.tokens > model.contextWindow) {
    throw invalid(`prompt is too long: ${prompt.tokens} tokens > ${model.contextWindow} maximum`);
  }
  const id = engine.id('msg');
  const draft = writeDraft(engine, body, model.contextWindow - prompt.tokens);
  const generation = await engine.begin(call, prompt, model);
  const usage = (output: number): Record<string, unknown> =>
    usageOf(generation.lookup, output, engine.config.reportCache);
  const whole = usage(draft.outputTokens);
  if (body.stream) {
    const start = emptyMessage(id, body.model, usage(draft.outputTokens > 0 ? 1 : 0));
    return streamAnswer(
      engine,
      call,
      generation,
      messageFrames(start, draft, whole, generation.tokenMs),
      draft.outputTokens,
    );
  }
  return wholeAnswer(
    engine,
    call,
    generation,
    wholeMessage(emptyMessage(id, body.model, whole), draft, whole),
    draft.outputTokens,
  );
}

/** The model a request names, with the window the options set; throws the API's 404 for one that does not exist. */
export function modelOf(engine: Engine, name: string): ModelSpec {
  const { models, strictModels, contextWindow } = engine.config;
  const model = findModel(models, name, strictModels);
  if (!model) throw new ApiError('not_found_error', `model: ${name}`);
  return contextWindow === undefined ? model : { ...model, contextWindow };
}

function writeDraft(engine: Engine, body: MessagesBody, room: number): Draft {
  if (body.max_tokens === 0) return { blocks: [], stopReason: 'max_tokens', stopSequence: null, outputTokens: 0 };
  const text = engine.config.answer(toAnswerInput(placeBlocks(body)));
  const draft = bound([{ type: 'text', pieces: toPieces(text) }], 'end_turn', {
    maxTokens: Math.min(body.max_tokens, room),
    stopSequences: body.stop_sequences ?? [],
  });
  const outOfWindow = draft.stopReason === 'max_tokens' && room < body.max_tokens;
  return outOfWindow ? { ...draft, stopReason: 'model_context_window_exceeded' } : draft;
}
