import type { AskEvent } from '@forewarm/core';

/** An answer, read to its end. Its text is what stays. */
export interface Collected {
  readonly events: readonly AskEvent[];
  readonly text: string;
  /** What ended it before its finish. */
  readonly error: unknown;
}

/** Reads an answer to its end; an error is returned beside what had arrived. */
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
