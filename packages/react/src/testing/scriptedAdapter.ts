import type { Adapter, AskEvent, CallOptions, PrefixRef, Turn, Usage, WarmResult } from '@forewarm/core';

const HASH = 'a'.repeat(64);

/** A usage report of a whole prompt read from the cache. */
const HIT_USAGE: Usage = { prompt: 151_640, cacheRead: 151_629, cacheWrite: 0, output: 12 };

/** A warm that the test ends. */
export interface ScriptedWarm {
  readonly prefix: PrefixRef;
  readonly options: CallOptions;
  /** Ends it; the entry lives five minutes. */
  end(): void;
  fail(error: Error): void;
}

/** An ask that the test answers. */
export interface ScriptedAsk {
  readonly prefix: PrefixRef;
  readonly turn: Turn;
  readonly options: CallOptions;
  start(drifted?: boolean): void;
  text(text: string): void;
  /** Any other event. */
  say(event: AskEvent): void;
  finish(): void;
  /** Breaks the stream: with an error, or by ending too early. */
  break(error?: Error): void;
}

/** An adapter that the test plays; it records all calls. */
export interface ScriptedAdapter extends Adapter<PrefixRef> {
  readonly warms: ScriptedWarm[];
  readonly asks: ScriptedAsk[];
}

export function scriptedAdapter(): ScriptedAdapter {
  const warms: ScriptedWarm[] = [];
  const asks: ScriptedAsk[] = [];
  return {
    name: 'scripted',
    abilities: { parts: true },
    warms,
    asks,
    warm(prefix, options = {}) {
      return new Promise<WarmResult>((resolve, reject) => {
        options.signal?.addEventListener('abort', () => reject(options.signal!.reason as Error), { once: true });
        const usage = { prompt: 151_629, cacheRead: 0, cacheWrite: 151_629, output: 0 };
        const end = (): void => resolve({ status: 'warmed', hash: HASH, method: 'zero-tokens', usage, ttlMs: 300_000 });
        warms.push({ prefix, options, end, fail: reject });
      });
    },
    async *ask(prefix, turn, options = {}) {
      const { signal } = options;
      const queue: (AskEvent | { readonly type: 'break'; readonly error: Error | undefined })[] = [];
      let wake = (): void => {};
      const push = (event: (typeof queue)[number]): void => {
        queue.push(event);
        wake();
      };
      asks.push({
        prefix,
        turn,
        options,
        start: (drifted) => push({ type: 'start', hash: HASH, model: 'scripted-1', drifted }),
        text: (text) => push({ type: 'text', text }),
        say: push,
        finish: () => push({ type: 'finish', reason: 'stop', usage: HIT_USAGE, outcome: 'hit', ttlMs: 300_000 }),
        break: (error) => push({ type: 'break', error }),
      });
      for (;;) {
        await new Promise<void>((resolve, reject) => {
          wake = resolve;
          if (signal?.aborted) reject(signal.reason as Error);
          else signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
          if (queue.length > 0) resolve();
        });
        const event = queue.shift()!;
        if (event.type === 'break') {
          if (event.error) throw event.error;
          return;
        }
        yield event;
        if (event.type === 'finish') return;
      }
    },
  };
}
