import type { Size } from './madePrefix.js';
import { type Block, isImage, isText, type Prefix } from './shape.js';

/**
 * Bytes of UTF-8 per token: the vendors' rule of thumb for English. A Chinese character has three
 * bytes and is about one token. Source code ranges from 2.7 (the cookbook's C: 405,841 characters,
 * 151,629 tokens) to 4.2 (minified JavaScript), so an estimate may be off by a third.
 */
const BYTES_PER_TOKEN = 4;

/** A full-size image, the most in Anthropic's vision guide; its bytes say nothing. */
const TOKENS_PER_IMAGE = 1_600;

/**
 * About how many tokens a prefix holds, for comparing with a minimum or a budget before the backend
 * has counted.
 */
export function estimateTokens(prefix: Prefix): number {
  let bytes = 0;
  for (const text of prefixTexts(prefix)) bytes += utf8Length(text);
  return Math.ceil(bytes / BYTES_PER_TOKEN) + blocksOf(prefix).filter(isImage).length * TOKENS_PER_IMAGE;
}

function blocksOf({ system, messages }: Prefix): Block[] {
  return [...system, ...messages.flatMap(({ content }) => content)];
}

/** Every text of a prefix in render order, for estimates and for people; nothing of its images. */
export function prefixTexts(prefix: Prefix): string[] {
  const { tools } = prefix;
  const blocks = blocksOf(prefix).filter((block) => !isImage(block));
  const texts = blocks.map((block) => (isText(block) ? block.text : JSON.stringify(block)));
  return tools.length > 0 ? [JSON.stringify(tools), ...texts] : texts;
}

/**
 * More than backends add to what they are given: role marks, and up to some 700 tokens that tell a
 * model how to use tools.
 */
const ADDED_TOKENS = 1_000;

/** How large a prefix is, before a backend has counted it. */
export function sizeOf(prefix: Prefix): Size {
  const { settings, tools, system, messages } = prefix;
  const isAllText = blocksOf(prefix).every(isText);
  const bytes = isAllText ? utf8Length(JSON.stringify([settings, tools, system, messages])) : null;
  return { tokens: estimateTokens(prefix), mostTokens: bytes === null ? null : bytes + ADDED_TOKENS };
}

/** The length of a text in UTF-8, in bytes. */
function utf8Length(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // Each half of a surrogate pair stands for two of its four bytes.
    if (unit > 0x7f) length += unit > 0x7ff && (unit & 0xf800) !== 0xd800 ? 2 : 1;
  }
  return length;
}
