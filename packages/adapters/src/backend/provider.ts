import {
  type Adapter,
  assertPrefix,
  type AskEvent,
  type CallOptions,
  ForewarmError,
  type Prefix,
  type Turn,
  type Usage,
  type WarmMethod,
  type WarmResult,
} from '@forewarm/core';
import { type AnswerReader, streamAnswer } from './answer.js';
import { notAnAnswer } from './errors.js';
import { descend } from './ladder.js';

/** What a request read and wrote, and how long the cache keeps it. */
export interface Figures {
  readonly usage: Usage;
  /**
   * Life of the cache, in ms from the start of the request; undefined if the backend keeps nothing.
   */
  readonly ttlMs: number | undefined;
}

/** The backend-specific part of an adapter; `providerAdapter` does the rest. */
export interface Provider<Raw, Event> {
  readonly name: string;
  /** The adapter's function, for errors. */
  readonly where: string;
  readonly abilities?: Adapter<Prefix>['abilities'];
  /** Adapters over one client share refused warm methods. */
  readonly client: object;
  /** Lists warm methods, best first. */
  methods(prefix: Prefix): readonly WarmMethod[];
  /** Sends the smallest request that reads the prefix, without retries. */
  warm(prefix: Prefix, method: WarmMethod, signal: AbortSignal | undefined): Promise<Raw>;
  /** Reads a warm's answer; null if it isn't the API's. */
  figures(prefix: Prefix, raw: Raw): Figures | null;
  /** Sends a question, which the signal must abort. */
  ask(prefix: Prefix, turn: Turn, signal: AbortSignal, expectHash?: string): Promise<AsyncIterable<Event>>;
  reader(prefix: Prefix): AnswerReader<Event>;
  /** Makes the kit's error; `begun`: the answer had started. */
  toError(thrown: unknown, begun?: boolean): ForewarmError;
}

/**
 * Makes an adapter from a backend's own parts. A failed warm isn't retried: questions need the rate
 * limit.
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

    // Not a generator around the other: each word would pass through both.
    ask(prefix: Prefix, turn: Turn, options: CallOptions = {}): AsyncGenerator<AskEvent> {
      return streamAnswer({
        prefix,
        options,
        open: async (signal) => provider.ask(prefix, turn, signal, options.expectHash),
        reader: () => {
          assertPrefix(prefix, where);
          if (!abilities?.parts) refuseParts(where, turn);
          return provider.reader(prefix);
        },
        toError: (thrown, begun) => provider.toError(thrown, begun),
      });
    },
  };
}

/** Rather than an answer to half of what was asked. */
function refuseParts(where: string, { parts = [] }: Turn): void {
  if (parts.length === 0) return;
  const message = `${where}: turn.parts has ${parts.length} attachments, and this adapter sends none; ask without them.`;
  throw new ForewarmError('invalid-request', message, { status: 400 });
}
