import { bound, type Draft } from '../answer/draft.js';
import { writeBlock } from '../answer/write.js';
import type { Engine } from '../engine.js';
import type { ModelSpec } from '../models/models.js';
import { toAnswerInput } from './question.js';
import type { MessagesBody } from './schema.js';
import { thinkAbout } from './thinking.js';
import type { Placed } from './walk.js';

/** Writes the answer to a request: thinking if it is asked for, then a tool's call, JSON by a schema, or text; `room` is what the window leaves. */
export function writeDraft(
  engine: Engine,
  body: MessagesBody,
  model: ModelSpec,
  placed: readonly Placed[],
  room: number,
): Draft {
  if (body.max_tokens === 0) {
    return { blocks: [], stopReason: 'max_tokens', stopSequence: null, outputTokens: 0, thinkingTokens: 0 };
  }
  const input = toAnswerInput(placed);
  const last = body.messages.at(-1)?.content;
  const block = writeBlock(
    {
      input,
      tools: (body.tools ?? []).flatMap((tool) =>
        'input_schema' in tool && typeof tool.name === 'string' ? [{ name: tool.name, schema: tool.input_schema }] : [],
      ),
      choice: body.tool_choice ?? { type: 'auto' },
      hasResult: typeof last === 'object' && last.some(({ type }) => type === 'tool_result'),
      format: body.output_config?.format?.schema,
    },
    engine.config.answer,
    () => engine.id('toolu'),
  );
  const thinking = thinkAbout(body, model, input.question);
  const draft = bound(thinking ? [thinking, block] : [block], block.type === 'tool_use' ? 'tool_use' : 'end_turn', {
    maxTokens: Math.min(body.max_tokens, room),
    stopSequences: body.stop_sequences ?? [],
  });
  const outOfWindow = draft.stopReason === 'max_tokens' && room < body.max_tokens;
  return outOfWindow ? { ...draft, stopReason: 'model_context_window_exceeded' } : draft;
}
