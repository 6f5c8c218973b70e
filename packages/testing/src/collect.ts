import type { AskEvent } from '@forewarm/core';

/** A whole answer, without text that a restart dropped. */
export interface Collected {
  readonly events: readonly AskEvent[];
  readonly text: string;
  readonly error: unknown;
}

/** Reads an answer to its end or error. */
export async function collect(answer: AsyncIterable<AskEvent>): Promise<Collected> {
  const events: AskEvent[] = [];
  let text = '';
  let error: unknown;
  try {
    for await (const event of answer) {
      events.push(event);
      if (event.type === 'text') text += event.text;
      if (event.type === 'restart') text = '';
    }
  } catch (thrown) {
    error = thrown;
  }
  return { events, text, error };
}
