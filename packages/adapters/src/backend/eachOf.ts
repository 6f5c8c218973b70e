import { drain } from './drain.js';

/**
 * Not every browser can iterate a stream. Leaving cancels it; after the last item its rest is read.
 */
export async function* eachOf<T>(
  stream: ReadableStream<T>,
  isLast: (item: T) => boolean = () => false,
): AsyncGenerator<T, void, undefined> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      ended = isLast(next.value);
      yield next.value;
    }
  } finally {
    if (ended) void drain(reader);
    else reader.cancel().catch(() => null);
  }
}
