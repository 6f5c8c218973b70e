import { ForewarmError, type Json } from '@forewarm/core';

/** Longest tool input, in characters: it is held until complete. */
const MAX_INPUT = 4_000_000;

/** Throws `upstream` above the limit. */
export function growInput(json: string, piece: string): string {
  bound(json.length + piece.length);
  return json + piece;
}

/**
 * Parses a tool's input; undefined if the token limit cut it off. Throws `upstream` if it is too
 * long.
 */
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
