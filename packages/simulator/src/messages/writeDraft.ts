import { bound, toPieces, type Draft, type DraftBlock } from '../answer/draft.js';
import { sampleOf } from '../answer/sample.js';
import type { Engine } from '../engine.js';
import type { ModelSpec } from '../models/models.js';
import { toAnswerInput } from './question.js';
import type { MessagesBody } from './schema.js';
import { thinkAbout } from './thinking.js';
import { callTool, chooseTool } from './tools.js';
import type { Placed } from './walk.js';

/** Writes the answer to a request: thinking if it is asked for, then a tool's call, JSON by a schema, or text; `room` is what the window leaves. */
export function writeDraft(
  engine: Engine,
  body: MessagesBody,
  model: ModelSpec,
  placed: readonly Placed[],
  room: number,
): Draft {
  if (body.max_tokens === 0)
    return { blocks: [], stopReason: 'max_tokens', stopSequence: null, outputTokens: 0, thinkingTokens: 0 };
  const input = toAnswerInput(placed);
  const blocks: DraftBlock[] = [];
  const thinking = thinkAbout(body, model, input.question);
  if (thinking) blocks.push(thinking);
  const tool = chooseTool(body, input.question);
  if (tool) {
    blocks.push(callTool(engine.id('toolu'), tool, input.question));
  } else {
    const text = engine.config.answer(input);
    const format = body.output_config?.format;
    blocks.push({ type: 'text', pieces: toPieces(format ? JSON.stringify(sampleOf(format.schema, text)) : text) });
  }
  const draft = bound(blocks, tool ? 'tool_use' : 'end_turn', {
    maxTokens: Math.min(body.max_tokens, room),
    stopSequences: body.stop_sequences ?? [],
  });
  const outOfWindow = draft.stopReason === 'max_tokens' && room < body.max_tokens;
  return outOfWindow ? { ...draft, stopReason: 'model_context_window_exceeded' } : draft;
}
