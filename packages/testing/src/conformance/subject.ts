import type { Adapter, PastTurn, PrefixOptions } from '@forewarm/core';
import type { Carry, Passed } from '../gateway.js';

/** The key a setup gives its client: the suite checks that no error repeats it. */
export const CONFORMANCE_KEY = 'sk-conformance-0123456789abcdef';

/** What a backend is asked to do for one test. Without any field: serve as it always does. */
export interface Situation {
  /** The streamed answer in exactly these pieces. */
  readonly answer?: Iterable<string> | undefined;
  /**
   * How an `answer` ends: whole (the default); without its last event, and then quietly, by a
   * broken connection, or not at all; or with its last event, after which the connection breaks or
   * stays open.
   */
  readonly end?: 'whole' | 'quiet' | 'cut' | 'hold' | 'whole-cut' | 'whole-hold' | undefined;
  /** Answer by calling a tool, its input in exactly these pieces of JSON. */
  readonly toolInput?: Iterable<string> | undefined;
  /** Refuse every request. */
  readonly refuse?: Refusal | undefined;
  /** Refuse warms: those that ask for no output at all, or all of them. */
  readonly refuseWarm?: 'no-output' | 'all' | undefined;
  /** Answer with an event, or with an error's body, that does not come to an end before 200 MB. */
  readonly endless?: 'event' | 'error' | undefined;
  /** Never answer, not even with headers. */
  readonly hang?: boolean | undefined;
  /** Milliseconds before anything is answered. */
  readonly delayMs?: number | undefined;
  /**
   * Redirect every request: once, keeping method and body (307); to a page that wants a sign-in
   * (302), as gateways do; or in a circle.
   */
  readonly redirect?: 'once' | 'sign-in' | 'circle' | undefined;
  readonly carry?: Carry | undefined;
  /** End each connection so many milliseconds after a response, without saying so. */
  readonly closesAfterResponse?: number | undefined;
  /** Break the connection of every warm: before any byte of its answer, or within it. */
  readonly breakWarm?: 'before' | 'within' | undefined;
  /** False: report no cache figures. */
  readonly cacheFigures?: boolean | undefined;
  /** Check the key, and find it wrong; or check models by name. */
  readonly check?: 'key' | 'model' | undefined;
  /** How often the client may retry. Default 0. */
  readonly retries?: number | undefined;
}

/** A refusal as a server or something before it gives it. */
export interface Refusal {
  readonly status: number;
  readonly words: string;
  /** Seconds. */
  readonly retryAfter?: number | undefined;
  /** Say it as a web page instead of the API's JSON. */
  readonly html?: boolean | undefined;
}

/** What a prefix is made from; the model is the setup's own where none is named. */
export type PrefixParts = Omit<PrefixOptions, 'model'> & { model?: string; turns?: readonly PastTurn[] };

/** An adapter with its backend, made for one test. */
export interface Subject<P> {
  readonly adapter: Adapter<P>;
  /** A prefix in the form the adapter takes. */
  readonly prefix: (parts: PrefixParts) => P;
  /** What has reached the backend, in order. */
  readonly requests: readonly Passed[];
  /**
   * The part of a body that the backend's cache reads, as text in render order. Default the body as
   * it is; for an SDK that writes other fields among them.
   */
  readonly promptOf?: ((body: string) => string) | undefined;
  readonly close: () => Promise<void>;
}

/** Makes an adapter over a backend in a situation. */
export type Setup<P> = (situation: Situation) => Promise<Subject<P>>;

/** What some backends cannot be made to do or say; each is left out with its reason. */
export type Demand =
  /** Warm at all. */
  | 'warm'
  /** Give up a warm whose caller has left: not where it is made for others too. */
  | 'own warms'
  /** Pass the backend's own words on: not where they are for a log, and clients get others. */
  | 'words'
  /** Take a prompt of 10 MB: not an engine with a small window. */
  | 'long prompts'
  /** Answer what was asked: not a model of random weights. */
  | 'sense'
  /** Pass tools on, and a model that calls them: its calls back. */
  | 'tools'
  /** Show the request on a wire. */
  | 'requests'
  /**
   * Have its last event read apart from the end of its connection: not where the SDK itself waits
   * for that.
   */
  | 'last event'
  /** Pass on each sign of life: not where a handler between does so by its heartbeats. */
  | 'signs of life'
  /** Bound what is read of one event: not where an SDK reads them by a wire of its own. */
  | 'bounded events'
  /** Be put into a situation: refuse, hang, answer in given pieces. */
  | 'situations';
