import { ForewarmError, type Json } from '@forewarm/core';

/** In characters, as it is held until complete. */
const MAX_INPUT = 4_000_000;

export function growInput(json: string, piece: string): string {
  bound(json.length + piece.length);
  return json + piece;
}

/** Undefined if the token limit cut it off. Throws `upstream` if too long. */
export function parseInput(json: string): Json | undefined {
  bound(json.length);
  if (json.trim() === '') return {};
  try {
    return JSON.parse(json) as Json;
  } catch {
    return undefined;
  }
}

function bound(length: number): void {
  if (length <= MAX_INPUT) return;
  const message = `The model calls a tool with an input of more than ${MAX_INPUT} characters.`;
  throw new ForewarmError('upstream', message, { retryable: false });
}
