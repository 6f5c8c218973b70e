import type { Json } from '@forewarm/core';

/** A tool's input; none where the answer's limit cut it off, since half of a call is no call. */
export function parseInput(json: string): Json | undefined {
  if (json.trim() === '') return {};
  try {
    return JSON.parse(json) as Json;
  } catch {
    return undefined;
  }
}
