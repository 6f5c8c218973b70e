import type { Size } from './madePrefix.js';
import { type Block, isImage, isText, type Prefix } from './shape.js';

/**
 * UTF-8 bytes: the vendors' rule for English; a Chinese character has three and is about one token.
 * Code ranges from 2.7 (the cookbook's C: 405,841 characters, 151,629 tokens) to 4.2 (minified
 * JavaScript).
 */
const BYTES_PER_TOKEN = 4;

/** The most in Anthropic's vision guide. */
const TOKENS_PER_IMAGE = 1_600;

/** Estimates a prefix's tokens; may be off by a third. */
export function estimateTokens(prefix: Prefix): number {
  let bytes = 0;
  for (const text of prefixTexts(prefix)) bytes += utf8Length(text);
  return Math.ceil(bytes / BYTES_PER_TOKEN) + blocksOf(prefix).filter(isImage).length * TOKENS_PER_IMAGE;
}

function blocksOf({ system, messages }: Prefix): Block[] {
  return [...system, ...messages.flatMap(({ content }) => content)];
}

/** In render order, without images. */
export function prefixTexts(prefix: Prefix): string[] {
  const { tools } = prefix;
  const blocks = blocksOf(prefix).filter((block) => !isImage(block));
  const texts = blocks.map((block) => (isText(block) ? block.text : JSON.stringify(block)));
  return tools.length > 0 ? [JSON.stringify(tools), ...texts] : texts;
}

/** Role marks, and up to 700 tokens about using tools: more than backends add. */
const ADDED_TOKENS = 1_000;

export function sizeOf(prefix: Prefix): Size {
  const { settings, tools, system, messages } = prefix;
  const isAllText = blocksOf(prefix).every(isText);
  const bytes = isAllText ? utf8Length(JSON.stringify([settings, tools, system, messages])) : null;
  return { tokens: estimateTokens(prefix), mostTokens: bytes === null ? null : bytes + ADDED_TOKENS };
}

function utf8Length(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // Half of a surrogate pair's four bytes.
    if (unit > 0x7f) length += unit > 0x7ff && (unit & 0xf800) !== 0xd800 ? 2 : 1;
  }
  return length;
}
