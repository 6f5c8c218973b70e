import type { AnswerInput } from '../answer/compose.js';
import type { Placed } from './walk.js';

/** Splits a prompt into what is asked, the last text of the user, and the texts that came before it. */
export function toAnswerInput(placed: readonly Placed[]): AnswerInput {
  const texts: string[] = [];
  let question: number | undefined;
  for (const item of placed) {
    if (item.tier === 'tools') continue;
    const text = textOf(item.block);
    if (text === '') continue;
    if (item.tier === 'messages' && item.role === 'user' && item.block.type === 'text') question = texts.length;
    texts.push(text);
  }
  if (question === undefined) return { context: texts, question: '' };
  const asked = texts[question] ?? '';
  const start = asked.length > LONG_QUESTION ? asked.lastIndexOf('\n\n', asked.length - 3) + 1 : 0;
  const context = [...texts.slice(0, question), asked.slice(0, start), ...texts.slice(question + 1)];
  return { context: context.filter((text) => text !== ''), question: asked.slice(start).slice(-LONG_QUESTION).trim() };
}

// A longer text holds its context too; the question is then its last paragraph.
const LONG_QUESTION = 2000;

function textOf(block: Exclude<Placed, { tier: 'tools' }>['block']): string {
  if (block.type === 'text') return block.text;
  if (block.type === 'document' && block.source.type === 'text') return block.source.data;
  if (block.type === 'search_result') return block.content.map(({ text }) => text).join('\n\n');
  if (block.type !== 'tool_result') return '';
  if (typeof block.content !== 'object') return block.content ?? '';
  return block.content.map((inner) => (inner.type === 'text' ? inner.text : '')).join('\n\n');
}
