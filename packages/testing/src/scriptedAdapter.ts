import {
  type Adapter,
  type AskEvent,
  type CallOptions,
  type Environment,
  systemEnvironment,
  type Turn,
  type WarmResult,
} from '@forewarm/core';
import { wait } from '@forewarm/core/kit';

/** Yield an event, wait so many ms, or throw. */
export type Step = AskEvent | number | Error;

export interface Script<P> {
  /** A result, an error, or a function. Default: warmed at once. */
  warm?: WarmResult | Error | ((prefix: P, options: CallOptions) => Promise<WarmResult>) | undefined;
  /** In ms. Default 0. */
  warmMs?: number | undefined;
  /** An answer's steps. Default: `Yes.` at once, as a hit. */
  ask?: readonly Step[] | ((prefix: P, turn: Turn) => readonly Step[]) | undefined;
  /** Where time passes: `controlledEnvironment()`. Default: the platform's. */
  environment?: Pick<Environment, 'setTimeout'> | undefined;
}

/** Follows a test's script and records its calls. */
export interface ScriptedAdapter<P> extends Adapter<P> {
  readonly warms: { readonly prefix: P; readonly options: CallOptions }[];
  readonly asks: { readonly prefix: P; readonly turn: Turn; readonly options: CallOptions; ended: boolean }[];
}

const WARMED: WarmResult = {
  status: 'warmed',
  hash: 'scripted',
  method: 'zero-tokens',
  usage: { prompt: 10_000, cacheRead: 0, cacheWrite: 9_990, output: 0 },
  ttlMs: 300_000,
};

export const YES: readonly Step[] = [
  { type: 'start', hash: 'scripted', model: 'scripted-1' },
  { type: 'text', text: 'Yes.' },
  {
    type: 'finish',
    reason: 'stop',
    usage: { prompt: 10_010, cacheRead: 9_990, cacheWrite: 0, output: 2 },
    outcome: 'hit',
    ttlMs: 300_000,
  },
];

/** Makes an adapter that follows a script and heeds its signal. */
export function scriptedAdapter<P>(script: Script<P> = {}): ScriptedAdapter<P> {
  const { environment = systemEnvironment } = script;
  const warms: ScriptedAdapter<P>['warms'] = [];
  const asks: ScriptedAdapter<P>['asks'] = [];
  return {
    name: 'scripted',
    abilities: { parts: true },
    warms,
    asks,
    async warm(prefix, options = {}) {
      warms.push({ prefix, options });
      const { warm = WARMED, warmMs = 0 } = script;
      if (warmMs > 0) await wait(warmMs, environment, options.signal);
      if (typeof warm === 'function') return warm(prefix, options);
      if (warm instanceof Error) throw warm;
      return warm;
    },
    async *ask(prefix, turn, options = {}) {
      const record = { prefix, turn, options, ended: false };
      asks.push(record);
      const { ask = YES } = script;
      try {
        for (const step of typeof ask === 'function' ? ask(prefix, turn) : ask) {
          options.signal?.throwIfAborted();
          if (step instanceof Error) throw step;
          if (typeof step === 'number') await wait(step, environment, options.signal);
          else yield step;
        }
      } finally {
        record.ended = true;
      }
    },
  };
}
