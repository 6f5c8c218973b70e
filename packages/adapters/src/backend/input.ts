import { ForewarmError, type Json } from '@forewarm/core';

/** The longest input of a tool, in characters: it is held until it is whole. */
const MAX_INPUT = 4_000_000;

/** A tool's input with one more piece; throws an `upstream` error where it grows without end. */
export function growInput(json: string, piece: string): string {
  if (json.length + piece.length <= MAX_INPUT) return json + piece;
  const message = `The model calls a tool with an input of more than ${MAX_INPUT} characters.`;
  throw new ForewarmError('upstream', message, { retryable: false });
}

/** A tool's input; none where the answer's limit cut it off, since half of a call is no call. */
export function parseInput(json: string): Json | undefined {
  if (json.trim() === '') return {};
  try {
    return JSON.parse(json) as Json;
  } catch {
    return undefined;
  }
}
