import {
  type Adapter,
  assertPrefix,
  type AskEvent,
  type CallOptions,
  type ForewarmError,
  invalidOption,
  type Prefix,
  type Turn,
  type Usage,
  type WarmMethod,
  type WarmResult,
} from '@forewarm/core';
import { type AnswerReader, streamAnswer } from './answer.js';
import { notAnAnswer } from './errors.js';
import { descend } from './ladder.js';

/** What a request read and wrote, and how long that is kept. */
export interface Figures {
  readonly usage: Usage;
  /** Milliseconds from the start of the request; undefined where the backend keeps nothing. */
  readonly ttlMs: number | undefined;
}

/** What is a backend's own about warming and asking; `providerAdapter` does the rest. */
export interface Provider<Raw, Event> {
  readonly name: string;
  /** The function that makes the adapter, for errors. */
  readonly where: string;
  readonly abilities?: Adapter<Prefix>['abilities'];
  /**
   * What refused ways of warming are remembered by: adapters over one client learn from each other.
   */
  readonly client: object;
  /** Ways to warm a prefix, best first. */
  methods(prefix: Prefix): readonly WarmMethod[];
  /**
   * Sends the smallest request that reads a prefix, without retries, and gives its whole answer.
   */
  warm(prefix: Prefix, method: WarmMethod, signal: AbortSignal | undefined): Promise<Raw>;
  /** Reads the answer to a warm; null where something else answered in the API's place. */
  figures(prefix: Prefix, raw: Raw): Figures | null;
  /** Sends a question, which the signal must end, and gives the events of its answer. */
  ask(prefix: Prefix, turn: Turn, signal: AbortSignal, expectHash?: string): Promise<AsyncIterable<Event>>;
  /** Makes the reader of one answer. */
  reader(prefix: Prefix): AnswerReader<Event>;
  /** Gives what was thrown as the kit's error; `begun` says whether the answer had. */
  toError(thrown: unknown, begun?: boolean): ForewarmError;
}

/**
 * Makes an adapter of what is a backend's own. A failed warm is not retried: it must not add to
 * what limits questions.
 */
export function providerAdapter<Raw, Event>(provider: Provider<Raw, Event>): Adapter<Prefix> {
  const { name, where, abilities, client } = provider;
  return {
    name,
    abilities,

    async warm(prefix, { signal } = {}): Promise<WarmResult> {
      assertPrefix(prefix, where);
      signal?.throwIfAborted();
      const { model, tools, system, messages, hash } = prefix;
      if (tools.length + system.length + messages.length === 0) return { status: 'skipped', reason: 'below-minimum' };
      const send = async (method: WarmMethod): Promise<WarmResult> => {
        const raw = await provider.warm(prefix, method, signal).catch((thrown: unknown) => {
          throw signal?.aborted ? signal.reason : provider.toError(thrown);
        });
        const figures = provider.figures(prefix, raw);
        if (!figures) throw notAnAnswer(raw);
        const { usage, ttlMs } = figures;
        if (ttlMs === undefined) return { status: 'skipped', reason: 'below-minimum', usage };
        return { status: 'warmed', hash, method, usage, ttlMs };
      };
      return descend({ backend: client, model, methods: provider.methods(prefix), send });
    },

    async *ask(prefix: Prefix, turn: Turn, options: CallOptions = {}): AsyncGenerator<AskEvent> {
      assertPrefix(prefix, where);
      const open = (signal: AbortSignal): Promise<AsyncIterable<Event>> =>
        provider.ask(prefix, turn, signal, options.expectHash);
      const toError = (thrown: unknown, begun: boolean): ForewarmError => provider.toError(thrown, begun);
      yield* streamAnswer({ prefix, options, open, reader: provider.reader(prefix), toError });
    },
  };
}

/** Refuses a limit of tokens that no backend takes. */
export function checkMaxTokens(where: string, maxTokens: number | undefined): void {
  if (maxTokens === undefined || (Number.isInteger(maxTokens) && maxTokens > 0)) return;
  throw invalidOption(where, 'maxTokens', maxTokens, 'a whole number, 1 or more');
}
