import { bound, type Draft } from '../../answer/draft.js';
import { writeBlock } from '../../answer/write.js';
import type { Prompt } from '../../cache/prompt.js';
import type { Call, Engine } from '../../engine.js';
import { parseJson } from '../../http/body.js';
import { streamAnswer, wholeAnswer } from '../../http/respond.js';
import { openAiModel } from '../model.js';
import { parseOpenAi } from '../parse.js';
import { partsOf, textOf } from '../parts.js';
import { splitQuestion } from '../question.js';
import { renderTurns, type Turn } from '../render.js';
import { completion, completionFrames, usageOf } from './completion.js';
import { chatBody, type ChatBody } from './schema.js';

const OVERLOADED = `data: ${JSON.stringify({ error: { message: 'Overloaded', type: 'server_error', code: 'server_is_overloaded', param: null } })}\n\n`;

/** Serves `POST /v1/chat/completions`. Throws an ApiError for every refusal. */
export async function createCompletion(engine: Engine, call: Call): Promise<Response> {
  const body = parseOpenAi(chatBody, parseJson(call.text));
  const maxTokens = body.max_completion_tokens ?? body.max_tokens ?? Infinity;
  Object.assign(call.record, {
    model: body.model,
    stream: body.stream ?? false,
    ...(maxTokens < Infinity && { maxTokens }),
  });
  const prompt = renderChat(body);
  const spec = openAiModel(engine, body.model, prompt.tokens);
  const draft = writeDraft(engine, body, maxTokens);
  const head = { id: engine.id('chatcmpl'), model: body.model, created: Math.floor(engine.now() / 1000) };
  const generation = await engine.begin(call, prompt, spec, draft.outputTokens);

  const usage = usageOf(engine, call, generation.lookup, draft.outputTokens);
  if (!body.stream) return wholeAnswer(engine, call, generation, completion(head, draft, usage), draft.outputTokens);
  return streamAnswer(engine, call, generation, {
    frames: completionFrames(head, draft, body.stream_options?.include_usage ? usage : undefined, generation.tokenMs),
    errorEvent: OVERLOADED,
    outputTokens: draft.outputTokens,
  });
}

function renderChat(body: ChatBody): Prompt {
  const tools = (body.tools ?? []).map((tool, n): Turn => ({
    path: `tools.${n}`,
    role: 'tool',
    parts: [{ text: JSON.stringify(tool) }],
  }));
  const messages = body.messages.map(({ role, content, ...rest }, n): Turn => {
    const extra = Object.keys(rest).length > 0 ? [{ text: JSON.stringify(rest) }] : [];
    return { path: `messages.${n}`, role, parts: [...partsOf(content), ...extra] };
  });
  return renderTurns(body.model, body, JSON.stringify([body.response_format ?? null]), [...tools, ...messages]);
}

function writeDraft(engine: Engine, body: ChatBody, maxTokens: number): Draft {
  if (body.prompt_cache_options?.prewarm) {
    return { blocks: [], stopReason: 'end_turn', stopSequence: null, outputTokens: 0, thinkingTokens: 0 };
  }
  const choice = body.tool_choice ?? 'auto';
  const block = writeBlock(
    {
      input: splitQuestion(body.messages.map(({ role, content }) => ({ role, text: textOf(content) }))),
      tools: (body.tools ?? []).flatMap((tool) =>
        tool.function ? [{ name: tool.function.name, schema: tool.function.parameters }] : [],
      ),
      choice:
        typeof choice === 'object'
          ? { type: 'tool', name: choice.function?.name ?? '' }
          : { type: choice === 'required' ? 'any' : choice },
      hasResult: body.messages.at(-1)?.role === 'tool',
      format: body.response_format?.json_schema?.schema,
    },
    engine.config.answer,
    () => engine.id('call'),
  );
  const { stop } = body;
  return bound([block], block.type === 'tool_use' ? 'tool_use' : 'end_turn', {
    maxTokens,
    stopSequences: typeof stop === 'string' ? [stop] : (stop ?? []),
  });
}
