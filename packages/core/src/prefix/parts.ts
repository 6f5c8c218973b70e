import { invalidOption } from '../base/errors.js';
import { IMAGE_TYPES, type Turn, type TurnPart } from '../base/turn.js';
import type { Block } from './shape.js';

/** Attachments, then the question: the same for an ask and within a prefix. */
export function turnContent({ question, parts }: Turn, where: string, path: string): string | readonly Block[] {
  if (!parts?.length) return question;
  return [
    ...parts.map((part, index) => partBlock(part, where, `${path}parts[${index}]`)),
    { type: 'text', text: question },
  ];
}

function partBlock(part: TurnPart, where: string, path: string): Block {
  if (part.type === 'text') return { type: 'text', text: named(part.text, part.name) };
  if (part.type !== 'image') {
    throw invalidOption(where, `${path}.type`, (part as { type: unknown }).type, "'text' or 'image'");
  }
  const { type, mediaType, data } = part;
  if (!IMAGE_TYPES.includes(mediaType)) {
    throw invalidOption(where, `${path}.mediaType`, mediaType, `one of ${IMAGE_TYPES.join(', ')}`);
  }
  if (typeof data !== 'string' || data === '') throw invalidOption(where, `${path}.data`, data, 'bytes in base64');
  return { type, mediaType, data };
}

/** So that a model tells it from the question. */
function named(text: string, name: string | undefined): string {
  return name === undefined ? text : `<attachment name=${JSON.stringify(name)}>\n${text}\n</attachment>`;
}
