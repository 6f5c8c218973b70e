/**
 * UTF-8 bytes per token. Rules of thumb: 3.5 characters (Anthropic's glossary) to 4 (OpenAI's help
 * centre). At 4, react-dom's client (625,168 bytes) has 156,292 tokens. Code is denser.
 */
export const BYTES_PER_TOKEN = 4;

/** A full-size image, the most in Anthropic's vision guide; pixels aren't decoded. */
export const TOKENS_PER_IMAGE = 1600;

/** Estimates tokens: UTF-8 bytes / {@link BYTES_PER_TOKEN}, rounded up. */
export function countTokens(text: string): number {
  return Math.ceil(utf8Bytes(text) / BYTES_PER_TOKEN);
}

/** A lone surrogate counts 3 bytes, as the replacement character. */
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
