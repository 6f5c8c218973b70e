import { ForewarmError } from '@forewarm/core';

/** Bytes, decompressed. */
const MAX_EVENT = 8 * 1024 * 1024;
const MAX_ERROR = 1024 * 1024;

const NEWLINE = 10;
const RETURN = 13;

/**
 * Makes a `fetch` for an SDK client, as SDKs have no limit: at most 8 MiB of an event or answer, 1
 * MiB of an error, decompressed. Beyond, it closes the connection and reading throws `upstream`.
 * Default `fetch`: the platform's.
 */
export function boundedFetch(fetch?: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await (fetch ?? globalThis.fetch)(input, init);
    if (!response.body) return response;
    const { status, statusText, headers, ok } = response;
    const type = headers.get('content-type') ?? '';
    // Counted here, Bedrock's answer would be one event; its frames state their length.
    if (ok && type.startsWith('application/vnd.amazon.eventstream')) return response;
    const isStream = type.startsWith('text/event-stream');
    const most = ok ? MAX_EVENT : MAX_ERROR;
    const bound = bounded(response.body, most, ok && isStream);
    return new Response(bound, { status, statusText, headers });
  };
}

/**
 * Limits each event. Passes whole lines, since OpenAI's SDK copies an unfinished one with every
 * piece. A `TransformStream` would cost more than all other work.
 */
function bounded(body: ReadableStream<Uint8Array>, most: number, isStream: boolean): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let count = 0;
  /** Bytes of the current line, without its return. */
  let line = 0;
  const held: Uint8Array[] = [];
  const pass = (bytes: Uint8Array): Uint8Array | null => {
    if (isStream && held.length === 0 && endsEvent(bytes) && count + bytes.byteLength <= most) {
      count = line = 0;
      return bytes;
    }
    let from = 0;
    let at = isStream ? bytes.indexOf(NEWLINE) : -1;
    while (at >= 0) {
      const length = at - from - (bytes[at - 1] === RETURN ? 1 : 0);
      count = line + length <= 0 ? 0 : count + at + 1 - from;
      line = 0;
      from = at + 1;
      if (count > most) break;
      at = bytes.indexOf(NEWLINE, from);
    }
    count += bytes.byteLength - from;
    line += bytes.byteLength - from - (bytes.at(-1) === RETURN && from < bytes.byteLength ? 1 : 0);
    if (count > most) throw tooLong(most, isStream);
    const whole = isStream ? Math.max(from, bytes.lastIndexOf(RETURN) + 1) : bytes.byteLength;
    const passed = whole > 0 ? joined([...held.splice(0), bytes.subarray(0, whole)]) : null;
    if (whole < bytes.byteLength) held.push(bytes.subarray(whole));
    return passed;
  };
  const next = async (): Promise<IteratorResult<Uint8Array, undefined>> => {
    for (;;) {
      const { done, value } = await reader.read();
      try {
        const passed = done ? held.length > 0 && joined(held.splice(0)) : pass(value);
        if (passed) return { done: false, value: passed };
        if (done) return { done, value: undefined };
      } catch (thrown) {
        reader.cancel(thrown).catch(() => null);
        throw thrown;
      }
    }
  };
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  const iterator: AsyncIterator<Uint8Array, undefined> = {
    next,
    async return() {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
  // SDKs iterate a body that can be iterated: past the stream, which costs more than what it wraps.
  return Object.assign(stream, { [Symbol.asyncIterator]: () => iterator });
}

function endsEvent(bytes: Uint8Array): boolean {
  return bytes.at(-1) === NEWLINE && bytes.at(-2) === NEWLINE;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const all = new Uint8Array(pieces.reduce((length, piece) => length + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.byteLength;
  }
  return all;
}

function tooLong(most: number, isStream: boolean): ForewarmError {
  const what = isStream ? 'one event' : 'one answer';
  const message = `The model’s API sent ${what} of more than ${most} bytes; the connection was closed.`;
  return new ForewarmError('upstream', message, { retryable: false, cause: 'an answer without end' });
}
