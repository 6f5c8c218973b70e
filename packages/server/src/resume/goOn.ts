import type { UiChunk } from '@forewarm/core/kit';
import type { Chunk } from '../stream/chunks.js';

/** An event of a kept answer: its number and its chunk; null for what is none, such as `[DONE]`. */
interface Numbered {
  readonly id: number;
  readonly chunk: UiChunk;
}

/** The text that a reader has once it has had these events; null where they hold more than text. */
export function textAfter(text: string, events: Chunk): string | null {
  let all = text;
  for (const event of events) {
    const chunk = parse(event)?.chunk;
    if (chunk?.type === 'text-delta') all += chunk.delta;
    if (chunk?.type === 'reasoning-delta' || chunk?.type === 'tool-input-available') return null;
  }
  return all;
}

/**
 * A second answer to the same question for a reader who has the beginning of the first: what follows its text, where the second begins with exactly
 * that. Returns false where it does not, and nothing was given out: no word comes twice, or from another answer.
 */
export async function* goOn(
  chunks: AsyncGenerator<Chunk, void, undefined>,
  text: string,
): AsyncGenerator<Chunk, boolean, undefined> {
  let left = text;
  let goesOn = left === '';
  let start: UiChunk | null = null;
  let part: UiChunk | null = null;
  for await (const plain of chunks) {
    const events = plain.map(marked);
    if (goesOn) {
      yield events;
      continue;
    }
    const out: string[] = [];
    for (const event of events) {
      const numbered = parse(event);
      if (goesOn) out.push(event);
      else if (numbered === null) return false;
      else if (numbered.chunk.type === 'start') start = numbered.chunk;
      else if (numbered.chunk.type === 'data-forewarm') part = numbered.chunk;
      else if (numbered.chunk.type === 'text-delta') {
        const { id, chunk } = numbered;
        const common = Math.min(left.length, chunk.delta.length);
        if (chunk.delta.slice(0, common) !== left.slice(0, common)) return false;
        left = left.slice(common);
        if (left !== '') continue;
        goesOn = true;
        // The rest still under the first answer's name, then the name of the second with the number of what has been had: wherever the
        // connection breaks, what is asked for next is what was not had.
        const rest = chunk.delta.slice(common);
        if (rest !== '') out.push(toLine(id, { ...chunk, delta: rest }));
        for (const held of [start, part]) if (held) out.push(toLine(id, held));
      } else if (numbered.chunk.type === 'finish' || numbered.chunk.type === 'error') return false;
    }
    if (out.length > 0) yield out;
  }
  return goesOn;
}

/** Figures that say that they are of a second answer. */
function marked(event: string): string {
  if (!event.includes('"data-forewarm"')) return event;
  const numbered = parse(event);
  if (numbered?.chunk.type !== 'data-forewarm') return event;
  return toLine(numbered.id, { ...numbered.chunk, data: { ...numbered.chunk.data, again: true } });
}

function parse(event: string): Numbered | null {
  const [, id, json] = /^id: (\d+)\ndata: (\{.*\})\n\n$/.exec(event) ?? [];
  return json === undefined ? null : { id: Number(id), chunk: JSON.parse(json) as UiChunk };
}

function toLine(id: number, chunk: UiChunk): string {
  return `id: ${id}\ndata: ${JSON.stringify(chunk)}\n\n`;
}
