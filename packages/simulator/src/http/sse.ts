import { sleep, type Clock } from '../time/clock.js';

/** A piece of a response's body and when it is due. */
export interface Frame {
  readonly text: string;
  /** Milliseconds after the response began. */
  readonly at: number;
  /** Set on the last frame of a body that does not end well: the connection breaks, or nothing more comes. */
  readonly ends?: 'broken' | 'hanging';
}

/** One server-sent event, as the Messages and Responses APIs write it. */
export function sseEvent(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** How a paced body ended. */
export type BodyEnd = 'done' | 'cancelled';

/**
 * A body that gives out each frame when it is due, several at once when the reader or a timer is late. `onEnd` is called once, whichever way it
 * ends.
 */
export function pacedBody(
  frames: readonly Frame[],
  options: { clock: Clock; beganAt: number; signal: AbortSignal; onEnd: (end: BodyEnd) => void },
): ReadableStream<Uint8Array> {
  const { clock, beganAt, signal } = options;
  const encoder = new TextEncoder();
  /** Aborted by the request's signal, which holds it by a listener, or by a reader that cancels. */
  const gone = new AbortController();
  let cancelled = false;
  let next = 0;
  let ended = false;
  const end = (how: BodyEnd): void => {
    if (ended) return;
    ended = true;
    signal.removeEventListener('abort', onAbort);
    options.onEnd(how);
  };
  // Also when nobody reads any more: what the stream holds must be given back.
  const onAbort = (): void => {
    end('cancelled');
    gone.abort(signal.reason);
  };
  if (signal.aborted) gone.abort(signal.reason);
  else signal.addEventListener('abort', onAbort, { once: true });
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const first = frames[next];
        if (!first) {
          end('done');
          controller.close();
          return;
        }
        if (first.ends === 'hanging') {
          await new Promise<void>((resolve) => {
            if (gone.signal.aborted) resolve();
            else gone.signal.addEventListener('abort', () => resolve(), { once: true });
          });
          return;
        }
        await sleep(clock, beganAt + first.at - clock.now(), gone.signal).catch(() => undefined);
        if (cancelled) return;
        if (signal.aborted) {
          controller.error(signal.reason);
          return;
        }
        if (first.ends === 'broken') {
          end('done');
          controller.error(new TypeError('The connection was broken by a simulated fault.'));
          return;
        }
        const elapsed = clock.now() - beganAt;
        let text = '';
        for (
          let frame: Frame | undefined = first;
          frame && !frame.ends && (frame === first || frame.at <= elapsed);
          frame = frames[next]
        ) {
          text += frame.text;
          next++;
        }
        controller.enqueue(encoder.encode(text));
      },
      cancel() {
        cancelled = true;
        end('cancelled');
        gone.abort();
      },
    },
    { highWaterMark: 0 },
  );
}
