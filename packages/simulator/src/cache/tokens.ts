/** UTF-8 bytes. Anthropic's glossary says 3.5 characters, OpenAI's help 4; code is denser. */
export const BYTES_PER_TOKEN = 4;

/** A full-size image, the most in Anthropic's vision guide. */
export const TOKENS_PER_IMAGE = 1600;

export function countTokens(text: string): number {
  return Math.ceil(utf8Bytes(text) / BYTES_PER_TOKEN);
}

const encoder = new TextEncoder();

export function utf8Bytes(text: string): number {
  return encoder.encode(text).length;
}
