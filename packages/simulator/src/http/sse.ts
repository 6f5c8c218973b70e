import { sleep, type Clock } from '../time/clock.js';

export interface Frame {
  readonly text: string;
  /** Tokens generated before it. */
  readonly after: number;
  readonly ends?: 'broken' | 'hanging';
}

export function sseEvent(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

export interface Pace {
  readonly clock: Clock;
  /** When the first token is ready, ms since the epoch. */
  readonly beganAt: number;
  /** Between tokens. */
  readonly tokenMs: number;
  readonly signal: AbortSignal;
  readonly onEnd: (how: 'done' | 'cancelled') => void;
}

/** Sends each frame when due; after a delay, several at once. */
export function pacedBody(frames: readonly Frame[], pace: Pace): ReadableStream<Uint8Array> {
  const { clock, beganAt, tokenMs, signal } = pace;
  const encoder = new TextEncoder();
  const gone = new AbortController();
  let next = 0;
  let controller: ReadableStreamDefaultController<Uint8Array>;
  const end = (how: 'done' | 'cancelled'): void => {
    if (gone.signal.aborted) return;
    gone.abort();
    signal.removeEventListener('abort', onAbort);
    pace.onEnd(how);
  };
  // Frees the stream even if nobody reads on.
  const onAbort = (): void => {
    end('cancelled');
    controller.error(signal.reason);
  };
  return new ReadableStream<Uint8Array>(
    {
      start(given) {
        controller = given;
        if (signal.aborted) onAbort();
        else signal.addEventListener('abort', onAbort, { once: true });
      },
      async pull() {
        const first = frames[next];
        if (!first) {
          end('done');
          controller.close();
          return;
        }
        if (first.ends === 'hanging') return new Promise(() => undefined);
        const due = (frame: Frame): number => beganAt + frame.after * tokenMs;
        await sleep(clock, due(first) - clock.now(), gone.signal).catch(() => undefined);
        if (gone.signal.aborted) return;
        if (first.ends === 'broken') {
          end('done');
          controller.error(new TypeError('The connection was broken by a simulated fault.'));
          return;
        }
        let text = '';
        let frame: Frame | undefined = first;
        do {
          text += frame.text;
          frame = frames[++next];
        } while (frame && !frame.ends && due(frame) <= clock.now());
        controller.enqueue(encoder.encode(text));
      },
      cancel() {
        end('cancelled');
      },
    },
    { highWaterMark: 0 },
  );
}
