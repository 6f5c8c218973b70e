import { prefixTexts, type Prefix } from './prefix.js';

/**
 * Bytes of UTF-8 per token: the vendors' rule of thumb for English. A Chinese character has three
 * bytes and is about one token. Source code ranges from 2.7 (the cookbook's C: 405,841 characters,
 * 151,629 tokens) to 4.2 (minified JavaScript), so an estimate may be off by a third.
 */
const BYTES_PER_TOKEN = 4;

/**
 * About how many tokens a prefix holds, for comparing with a minimum or a budget before the backend
 * has counted.
 */
export function estimateTokens(prefix: Prefix): number {
  let bytes = 0;
  for (const text of prefixTexts(prefix)) bytes += utf8Length(text);
  return Math.ceil(bytes / BYTES_PER_TOKEN);
}

/** The length of a text in UTF-8, in bytes. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // Each half of a surrogate pair stands for two of its four bytes.
    if (unit > 0x7f) length += unit > 0x7ff && (unit & 0xf800) !== 0xd800 ? 2 : 1;
  }
  return length;
}
