import type { Adapter, AskEvent, FinishReason, ForewarmError, Prefix, Turn, Usage, WarmMethod } from '@forewarm/core';

export interface Figures {
  readonly usage: Usage;
  /** The cache's life, in ms from the request's start; undefined if nothing is kept. */
  readonly ttlMs: number | undefined;
}

export interface Ended extends Figures {
  readonly reason: FinishReason;
  readonly missReason?: string | undefined;
}

/** Reads an answer's events and keeps counts, never text. */
export interface AnswerReader<E> {
  /** Throws for an error event. */
  read(event: E): AskEvent | null;
  readonly model: string | undefined;
  /**
   * `said`: only counts may follow. `over`: a broken connection no longer matters. Leave out if the
   * connection's end is the answer's.
   */
  readonly stage?: 'said' | 'over' | undefined;
  /** Figures and tool calls not yet reported; null if the stream broke off. */
  end(): { readonly calls?: readonly AskEvent[]; readonly ended: Ended } | null;
}

/** A backend's part of an adapter, for `providerAdapter`. */
export interface Provider<Raw, Event> {
  readonly name: string;
  /** The adapter's function, for errors. */
  readonly where: string;
  readonly abilities?: Adapter<Prefix>['abilities'];
  /** Adapters over one client share refused warm methods. */
  readonly client: object;
  /** Best first. */
  methods(prefix: Prefix): readonly WarmMethod[];
  /** The smallest request that reads the prefix, without retries. */
  warm(prefix: Prefix, method: WarmMethod, signal: AbortSignal | undefined): Promise<Raw>;
  /** Null if the answer isn't the API's. */
  figures(prefix: Prefix, raw: Raw): Figures | null;
  /** Asks; the signal must abort it. */
  ask(prefix: Prefix, turn: Turn, signal: AbortSignal, expectHash?: string): Promise<AsyncIterable<Event>>;
  reader(prefix: Prefix): AnswerReader<Event>;
  /** `begun`: the answer had started. */
  toError(thrown: unknown, begun?: boolean): ForewarmError;
}
