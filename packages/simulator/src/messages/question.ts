import type { AnswerInput } from '../answer/compose.js';
import { splitQuestion } from '../answer/question.js';
import type { Placed } from './walk.js';

export function questionOf(placed: readonly Placed[]): AnswerInput {
  return splitQuestion(
    placed.flatMap((item) => {
      if (item.tier === 'tools') return [];
      const isAsked = item.tier === 'messages' && item.role === 'user' && item.block.type === 'text';
      return [{ text: textOf(item.block), isAsked }];
    }),
  );
}

function textOf(block: Exclude<Placed, { tier: 'tools' }>['block']): string {
  if (block.type === 'text') return block.text;
  if (block.type === 'document' && block.source.type === 'text') return block.source.data;
  if (block.type === 'search_result') return block.content.map(({ text }) => text).join('\n\n');
  if (block.type !== 'tool_result') return '';
  return block.content.map((inner) => (inner.type === 'text' ? inner.text : '')).join('\n\n');
}
