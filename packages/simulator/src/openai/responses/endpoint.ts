import { bound, type Draft } from '../../answer/draft.js';
import { writeBlock } from '../../answer/write.js';
import type { Call, Engine } from '../../engine.js';
import { parseJson } from '../../http/body.js';
import { streamAnswer, wholeAnswer } from '../../http/respond.js';
import { sseEvent } from '../../http/sse.js';
import { openAiModel } from '../model.js';
import { parseOpenAi, refuse } from '../parse.js';
import { responseFrames } from './events.js';
import { hasOutput, questionOf, renderResponses } from './prompt.js';
import { emptyResponse, outputItem, usageOf, wholeResponse } from './response.js';
import { responsesBody, type ResponsesBody } from './schema.js';

/** Serves `POST /v1/responses`. Throws an ApiError for every refusal. */
export async function createResponse(engine: Engine, call: Call): Promise<Response> {
  const body = parseOpenAi(responsesBody, parseJson(call.text));
  const { model, stream, previous_response_id: previous } = body;
  Object.assign(call.record, { model, stream: stream ?? false, maxTokens: body.max_output_tokens ?? undefined });
  if (body.input === undefined) {
    throw refuse('One of "input" or "previous_response_id" must be provided.', 'input', 'missing_required_parameter');
  }
  if (previous)
    throw refuse(
      `Previous response with id '${previous}' not found.`,
      'previous_response_id',
      'previous_response_not_found',
    );
  const prompt = renderResponses(body);
  const spec = openAiModel(engine, model, prompt.tokens);

  const draft = writeDraft(engine, body);
  const ids = draft.blocks.map((block) => engine.id(block.type === 'tool_use' ? 'fc' : 'msg'));
  const start = emptyResponse(engine.id('resp'), body, engine.now());
  const generation = await engine.begin(call, prompt, spec, draft.outputTokens);

  const usage = usageOf(engine, call, generation.lookup, draft.outputTokens);
  const items = draft.blocks.map((block, n) => {
    const cut = draft.stopReason === 'max_tokens' && n === draft.blocks.length - 1;
    return outputItem(ids[n] ?? '', block, cut ? 'incomplete' : 'completed');
  });
  const end = wholeResponse(
    start,
    items,
    draft.stopReason,
    usage,
    generation.beganAt + draft.outputTokens * generation.tokenMs,
  );
  if (!stream) return wholeAnswer(engine, call, generation, end, draft.outputTokens);
  return streamAnswer(engine, call, generation, {
    frames: responseFrames(start, end, draft, ids, generation.tokenMs),
    errorEvent: sseEvent('error', {
      type: 'error',
      code: 'server_is_overloaded',
      message: 'Overloaded',
      param: null,
      sequence_number: 0,
    }),
    outputTokens: draft.outputTokens,
  });
}

function writeDraft(engine: Engine, body: ResponsesBody): Draft {
  if (body.prompt_cache_options?.prewarm) {
    return { blocks: [], stopReason: 'end_turn', stopSequence: null, outputTokens: 0, thinkingTokens: 0 };
  }
  const choice = body.tool_choice ?? 'auto';
  const block = writeBlock(
    {
      input: questionOf(body),
      tools: (body.tools ?? []).flatMap(({ type, name, parameters }) =>
        type === 'function' && name ? [{ name, schema: parameters }] : [],
      ),
      choice:
        typeof choice === 'object'
          ? { type: 'tool', name: choice.name ?? '' }
          : { type: choice === 'required' ? 'any' : choice },
      hasResult: hasOutput(body),
      format: body.text?.format?.type === 'json_schema' ? body.text.format.schema : undefined,
    },
    engine.config.answer,
    () => engine.id('call'),
  );
  return bound([block], block.type === 'tool_use' ? 'tool_use' : 'end_turn', {
    maxTokens: body.max_output_tokens ?? Infinity,
    stopSequences: [],
  });
}
