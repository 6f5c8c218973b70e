import type { Adapter, PastTurn, PrefixOptions } from '@forewarm/core';
import type { Carry, Passed } from '../gateway.js';

/** The key for `setup`'s client: the suite checks that no error repeats it. */
export const CONFORMANCE_KEY = 'sk-conformance-0123456789abcdef';

/** What a backend does in one test. Without fields: it serves as usual. */
export interface Situation {
  /** The streamed answer in exactly these pieces. */
  readonly answer?: Iterable<string> | undefined;
  /**
   * How an `answer` ends. `whole` (default); without its last event: `quiet`, by a broken
   * connection (`cut`), or never (`hold`); or with it, after which the connection breaks
   * (`whole-cut`) or stays open (`whole-hold`).
   */
  readonly end?: 'whole' | 'quiet' | 'cut' | 'hold' | 'whole-cut' | 'whole-hold' | undefined;
  /** Call a tool, its input in exactly these pieces of JSON. */
  readonly toolInput?: Iterable<string> | undefined;
  /** Refuse every request. */
  readonly refuse?: Refusal | undefined;
  /** Refuse warms: those that ask for no output, or all. */
  readonly refuseWarm?: 'no-output' | 'all' | undefined;
  /** Answer with an event, or an error body, of 200 MB. */
  readonly endless?: 'event' | 'error' | undefined;
  /** Never answer, not even with headers. */
  readonly hang?: boolean | undefined;
  /** Milliseconds before any answer. */
  readonly delayMs?: number | undefined;
  /**
   * Redirect every request: once, keeping method and body (307); to a sign-in page (302), as
   * gateways do; or in a circle.
   */
  readonly redirect?: 'once' | 'sign-in' | 'circle' | undefined;
  readonly carry?: Carry | undefined;
  /** Silently close each connection this many ms after a response. */
  readonly closesAfterResponse?: number | undefined;
  /** Break each warm's connection: before the first byte of its answer, or midway. */
  readonly breakWarm?: 'before' | 'within' | undefined;
  /** False: report no cache figures. */
  readonly cacheFigures?: boolean | undefined;
  /** Refuse the key, or check models by name. */
  readonly check?: 'key' | 'model' | undefined;
  /** How often the client may retry. Default 0. */
  readonly retries?: number | undefined;
}

/** A refusal by a server or a proxy. */
export interface Refusal {
  readonly status: number;
  readonly words: string;
  /** Seconds. */
  readonly retryAfter?: number | undefined;
  /** Send a web page instead of the API's JSON. */
  readonly html?: boolean | undefined;
}

/** The parts of a prefix. Default model: `setup`'s own. */
export type PrefixParts = Omit<PrefixOptions, 'model'> & { model?: string; turns?: readonly PastTurn[] };

/** An adapter with its backend, made for one test. */
export interface Subject<P> {
  readonly adapter: Adapter<P>;
  /** Makes a prefix in the form the adapter takes. */
  readonly prefix: (parts: PrefixParts) => P;
  /** Requests that reached the backend, in order. */
  readonly requests: readonly Passed[];
  /**
   * Returns the part of a body that the backend's cache reads, in render order. Default: the body.
   * For an SDK that writes other fields in between.
   */
  readonly promptOf?: ((body: string) => string) | undefined;
  readonly close: () => Promise<void>;
}

/** Makes an adapter over a backend in a situation. */
export type Setup<P> = (situation: Situation) => Promise<Subject<P>>;

/** What some backends can't do; each is left out with a reason. */
export type Demand =
  /** Warm. */
  | 'warm'
  /** Abort a warm when its caller leaves: not if others share it. */
  | 'own warms'
  /** Pass on the backend's words: not if they are only logged. */
  | 'words'
  /** Take a 10 MB prompt: not an engine with a small window. */
  | 'long prompts'
  /** Answer the question: not a model with random weights. */
  | 'sense'
  /** Pass on tools and a model's calls. */
  | 'tools'
  /** Show the request on a wire. */
  | 'requests'
  /** End an answer at its last event: not if the SDK waits for the connection's end. */
  | 'last event'
  /** Report each event of the backend: not if a handler in between sends heartbeats. */
  | 'signs of life'
  /** Limit the size of one event: not if an SDK reads a wire of its own. */
  | 'bounded events'
  /** Be put into a situation: refuse, hang, answer in given pieces. */
  | 'situations';
