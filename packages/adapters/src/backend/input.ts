import { ForewarmError, type Json } from '@forewarm/core';

/** The longest input of a tool, in characters: it is held until it is whole. */
const MAX_INPUT = 4_000_000;

/** A tool's input with one more piece; throws an `upstream` error where it grows without end. */
export function growInput(json: string, piece: string): string {
  bound(json.length + piece.length);
  return json + piece;
}

/**
 * A tool's input; none where the answer's limit cut it off, since half of a call is no call. Throws
 * an `upstream` error for one that is too long.
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
