import type { AnswerInput } from '../../answer/compose.js';
import type { Prompt } from '../../cache/prompt.js';
import { partsOf, textOf } from '../parts.js';
import { splitQuestion } from '../question.js';
import { renderTurns, type Turn } from '../render.js';
import type { InputItem, ResponsesBody } from './schema.js';

/** Renders a request in the order tools, instructions, input. */
export function renderResponses(body: ResponsesBody): Prompt {
  const turns: Turn[] = (body.tools ?? []).map((tool, n) => ({
    path: `tools.${n}`,
    role: 'tool',
    parts: [{ text: JSON.stringify(tool) }],
  }));
  if (body.instructions) turns.push({ path: 'instructions', role: 'system', parts: [{ text: body.instructions }] });
  itemsOf(body).forEach((item, n) => {
    const parts =
      item.content === undefined || item.content === null ? [{ text: JSON.stringify(item) }] : partsOf(item.content);
    turns.push({ path: `input.${n}`, role: item.role ?? item.type ?? 'item', parts });
  });
  return renderTurns(body.model, body, JSON.stringify([body.text ?? null, body.reasoning?.effort ?? null]), turns);
}

/** What a request asks, and the texts it asks about. */
export function questionOf(body: ResponsesBody): AnswerInput {
  const items = itemsOf(body).map((item) => ({
    role: item.role ?? 'tool',
    text: textOf(item.content) || textOf(item.output),
  }));
  return splitQuestion([{ role: 'system', text: body.instructions ?? '' }, ...items]);
}

/** Whether the last item of the input is a function's output. */
export function hasOutput(body: ResponsesBody): boolean {
  return itemsOf(body).at(-1)?.type === 'function_call_output';
}

function itemsOf({ input }: ResponsesBody): readonly InputItem[] {
  return typeof input === 'string' ? [{ role: 'user', content: input }] : (input ?? []);
}
