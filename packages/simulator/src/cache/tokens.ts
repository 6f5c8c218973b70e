/**
 * UTF-8 bytes counted as one token. Vendors' rules of thumb lie between 3.5 (Anthropic's glossary)
 * and 4 (OpenAI's help centre) characters; at 4, react-dom's production client (625,168 bytes) has
 * 156,292 tokens. Real counts differ by tokenizer and by text, code being denser.
 */
export const BYTES_PER_TOKEN = 4;

/**
 * Tokens an image is counted as: the most a full-size one costs by Anthropic's vision guide, since
 * its pixels are not decoded here.
 */
export const TOKENS_PER_IMAGE = 1600;

/**
 * The estimated tokens of a text: its UTF-8 bytes divided by {@link BYTES_PER_TOKEN}, rounded up.
 */
export function countTokens(text: string): number {
  return Math.ceil(utf8Bytes(text) / BYTES_PER_TOKEN);
}

/**
 * The length of a text in UTF-8, in bytes; half of a surrogate pair counts as the replacement
 * character's 3.
 */
export function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) {
      bytes += 1;
    } else if (unit >= 0xd800 && unit <= 0xdbff && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      bytes += 2;
      i++;
    } else {
      bytes += 2;
    }
  }
  return bytes;
}
