import type { Adapter, PastTurn, PrefixOptions } from '@forewarm/core';
import type { Carry, Passed } from '../gateway.js';

/** For `setup`'s client; no error may repeat it. */
export const CONFORMANCE_KEY = 'sk-conformance-0123456789abcdef';

/** What a backend does in one test. Default: serves as usual. */
export interface Situation {
  /** In exactly these pieces. */
  readonly answer?: Iterable<string> | undefined;
  /**
   * How an `answer` ends: `whole` (default); without its last event: `quiet`, broken (`cut`) or
   * never (`hold`); with it, the connection broken (`whole-cut`) or open (`whole-hold`).
   */
  readonly end?: 'whole' | 'quiet' | 'cut' | 'hold' | 'whole-cut' | 'whole-hold' | undefined;
  /** Call a tool, its input in these pieces of JSON. */
  readonly toolInput?: Iterable<string> | undefined;
  readonly refuse?: Refusal | undefined;
  /** Refuse warms without output, or all. */
  readonly refuseWarm?: 'no-output' | 'all' | undefined;
  /** Answer with an event or error of 200 MB. */
  readonly endless?: 'event' | 'error' | undefined;
  /** Never answer, not even with headers. */
  readonly hang?: boolean | undefined;
  /** In ms. */
  readonly delayMs?: number | undefined;
  /** Redirect once (307), to a sign-in page (302), or in a circle. */
  readonly redirect?: 'once' | 'sign-in' | 'circle' | undefined;
  readonly carry?: Carry | undefined;
  /** Silently close each connection so many ms after a response. */
  readonly closesAfterResponse?: number | undefined;
  /** Break a warm's connection before its first byte, or midway. */
  readonly breakWarm?: 'before' | 'within' | undefined;
  /** False: report none. */
  readonly cacheFigures?: boolean | undefined;
  /** Refuse the key, or check models by name. */
  readonly check?: 'key' | 'model' | undefined;
  /** The client's retries. Default 0. */
  readonly retries?: number | undefined;
}

export interface Refusal {
  readonly status: number;
  readonly words: string;
  /** Seconds. */
  readonly retryAfter?: number | undefined;
  /** A web page instead of JSON. */
  readonly html?: boolean | undefined;
}

/** Default model: `setup`'s own. */
export type PrefixParts = Omit<PrefixOptions, 'model'> & { model?: string; turns?: readonly PastTurn[] };

/** An adapter with its backend, for one test. */
export interface Subject<P> {
  readonly adapter: Adapter<P>;
  readonly prefix: (parts: PrefixParts) => P;
  /** As they reached the backend. */
  readonly requests: readonly Passed[];
  /** What the backend's cache reads of a body, in render order. Default: all. */
  readonly promptOf?: ((body: string) => string) | undefined;
  readonly close: () => Promise<void>;
}

/** Makes an adapter over a backend in a situation. */
export type Setup<P> = (situation: Situation) => Promise<Subject<P>>;

/** What some backends can't do. */
export type Demand =
  | 'warm'
  /** Aborts a warm whose caller leaves: not if others share it. */
  | 'own warms'
  /** Passes on the backend's words: not if they are only logged. */
  | 'words'
  /** Takes 10 MB: not an engine with a small window. */
  | 'long prompts'
  /** Answers the question: not a model with random weights. */
  | 'sense'
  | 'tools'
  /** Takes images: not a model that sees none. */
  | 'images'
  | 'requests'
  /** Ends an answer there: not if the SDK waits for the connection's end. */
  | 'last event'
  /** Reports each event: not if a handler sends heartbeats. */
  | 'signs of life'
  /** Limits an event's size: not if an SDK reads its own wire. */
  | 'bounded events'
  /** Can refuse, hang, and answer in given pieces. */
  | 'situations';
