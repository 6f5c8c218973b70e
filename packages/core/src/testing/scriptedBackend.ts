import type { Adapter, AskEvent, CallOptions, WarmResult } from '../adapter/adapter.js';
import type { Turn } from '../base/turn.js';
import { wait } from '../base/wait.js';
import type { PrefixRef } from '../prefix/prefixRef.js';
import type { FakeEnvironment } from './fakeEnvironment.js';

/**
 * Yields an event, waits milliseconds, or throws. An answer whose steps run out ends without
 * `finish`.
 */
export type Step = AskEvent | number | Error;

/** An ask the backend received. */
export interface Asked {
  readonly question: string;
  readonly options: CallOptions;
  /** Events read from it. */
  pulled: number;
  /** Whether its stream is closed. */
  closed: boolean;
}

const USAGE = { prompt: 1_010, cacheRead: 990, cacheWrite: 0, output: 5 };

/** Names the question and begins after 2 s. */
export function answerTo(question: string): Step[] {
  return [
    2_000,
    { type: 'start', hash: 'h' },
    { type: 'text', text: `On ${question}: ` },
    { type: 'text', text: 'yes.' },
    { type: 'finish', reason: 'stop', usage: USAGE, outcome: 'hit', ttlMs: 300_000 },
  ];
}

/** Warms at once and answers as scripted. Not published. */
export class ScriptedBackend implements Adapter<PrefixRef> {
  readonly name = 'scripted';
  readonly asks: Asked[] = [];
  warmMs = 0;
  hash = 'h';
  fails = false;
  script: (question: string, isSpeculative: boolean) => readonly Step[] = answerTo;
  readonly #world: FakeEnvironment;

  constructor(world: FakeEnvironment) {
    this.#world = world;
  }

  async warm(_prefix: PrefixRef, { signal }: CallOptions = {}): Promise<WarmResult> {
    if (this.warmMs > 0) await wait(this.warmMs, this.#world, signal);
    if (this.fails) throw new Error('No.');
    const usage = { prompt: 1_000, cacheRead: 0, cacheWrite: 990, output: 0 };
    return { status: 'warmed', hash: this.hash, method: 'zero-tokens', usage, ttlMs: 300_000 };
  }

  async *ask(_prefix: PrefixRef, { question }: Turn, options: CallOptions = {}): AsyncGenerator<AskEvent> {
    const asked: Asked = { question, options, pulled: 0, closed: false };
    this.asks.push(asked);
    try {
      for (const step of this.script(question, options.adoption !== undefined)) {
        options.signal?.throwIfAborted();
        if (typeof step === 'number') await wait(step, this.#world, options.signal);
        else if (step instanceof Error) throw step;
        else {
          asked.pulled++;
          yield step;
        }
      }
    } finally {
      asked.closed = true;
    }
  }
}
