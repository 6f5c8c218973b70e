import type { AskEvent } from '@forewarm/core';

/** An answer, read to its end. */
export interface Collected {
  readonly events: readonly AskEvent[];
  readonly text: string;
  /** What ended it before its finish. */
  readonly error: unknown;
}

/** Reads an answer to its end; an error is returned beside what had arrived. */
export async function collect(answer: AsyncIterable<AskEvent>): Promise<Collected> {
  const events: AskEvent[] = [];
  let error: unknown;
  try {
    for await (const event of answer) events.push(event);
  } catch (thrown) {
    error = thrown;
  }
  const text = events.map((event) => (event.type === 'text' ? event.text : '')).join('');
  return { events, text, error };
}
