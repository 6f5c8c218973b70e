import {
  type Adapter,
  type Environment,
  invalidOption,
  type PolicyOptions,
  type Prefix,
  type WarmStore,
} from '@forewarm/core';
import { type EventListener, MAX_QUESTION_LENGTH, MAX_TURNS, wholeNumber } from '@forewarm/core/kit';
import { ATTACHMENT_DEFAULTS, type AttachmentLimits, type AttachmentOptions } from './attachments.js';
import type { Limits } from './limits/limits.js';
import type { Prefixes } from './prefixes.js';
import type { AnswerStore } from './resume/answerStore.js';
import type { Starters } from './starters.js';
import type { Authorize } from './who/authorize.js';
import type { Identify } from './who/scope.js';
import type { Isolate } from './who/isolate.js';
import type { CorsOptions } from './who/origin.js';

/** Options of speculative answers. */
export interface SpeculativeAnswersOptions {
  /**
   * How long an answer's first words wait for the question, in milliseconds, plus 2,000 for the
   * network. Default 5,000.
   */
  parkMs?: number | undefined;
  /** The most that wait at this instance. Default 50. */
  most?: number | undefined;
  /**
   * True if the backend is one engine that works in sequence: every question then discards all
   * waiting answers. Default false.
   */
  yields?: boolean | undefined;
}

export interface HandlerOptions {
  /** The provider: it holds the key and calls the model. */
  adapter: Adapter<Prefix>;
  /** The prefixes that browsers may name. */
  prefixes: Prefixes;
  /**
   * When and how much to warm. Default: `PolicyOptions`' defaults, with every trigger (the browser
   * chooses) and a budget of 600 warms an hour for this instance. `budget: {}` for none.
   */
  policy?: PolicyOptions | undefined;
  /** Keeps warmth. Default: this process's memory. */
  store?: WarmStore | undefined;
  /** Clocks and timers. Default: the process's. */
  environment?: Environment | undefined;
  /** Called with every event. */
  onEvent?: EventListener | undefined;
  /** Called with the server's errors, which clients don't see. Default: writes to the console. */
  onError?: ((error: unknown) => void) | undefined;
  /** Says who asks. Default: everyone is a stranger. */
  identify?: Identify | undefined;
  /** Says who may warm and ask about what. Default: everyone, about all of `prefixes`. */
  authorize?: Authorize | undefined;
  /** Who shares a cache entry, as `identify` tells them apart. Default `shared`. */
  isolate?: Isolate | undefined;
  /** Other origins whose pages may call. Default none. */
  cors?: CorsOptions | undefined;
  /**
   * Limits on requests: `rateLimits()` of `@forewarm/server/limits`. Default: only the policy's
   * budget.
   */
  limits?: Limits | undefined;
  /**
   * Keeps answers, so that a dropped connection can resume: `memoryAnswers()`. Default: not kept,
   * and the model stops at once.
   */
  answers?: AnswerStore | undefined;
  /**
   * Whether pages may send drafts ahead to begin their answers. Each costs a read of the prefix,
   * and many are discarded. Needs a `store` shared by all instances. Default false: pages ask once,
   * then no more.
   */
  speculativeAnswers?: boolean | SpeculativeAnswersOptions | undefined;
  /**
   * Suggested questions, by prefix id. Each is answered once for all visitors, while the backend
   * keeps the prefix, and kept in `store`. Not with `isolate`, since everybody gets the same
   * answer. Default none.
   */
  starters?: Starters | undefined;
  /**
   * A secret of 32 characters or more, the same at every instance. Signs each complete answer; a
   * thread's turns then need their signatures. Forged turns are refused, stopped ones left out.
   * Default none: threads are accepted as sent.
   */
  signTurns?: string | undefined;
  /**
   * Silence after which a comment keeps proxies from closing the stream, in milliseconds. Default
   * 15,000: nginx closes after 60 s, some load balancers after 30 s.
   */
  heartbeatMs?: number | undefined;
  /**
   * How long a reader may take nothing while something waits for it, in milliseconds. Then its
   * connection is closed and the model stopped. Default 60,000, as nginx's `send_timeout`.
   */
  stallMs?: number | undefined;
  /**
   * Whether images and texts may go with a question, and how large they may be. Default false: they
   * are refused.
   */
  attachments?: boolean | AttachmentOptions | undefined;
  /** The largest body, in bytes, without attachments. Default 1,000,000. */
  maxBodyBytes?: number | undefined;
  /** The longest question, in characters. Default 20,000. */
  maxQuestionLength?: number | undefined;
  /** The most turns of a thread. Default 400. */
  maxThreadTurns?: number | undefined;
  /** The longest parameters of a prefix, in characters of JSON. Default 4,000. */
  maxParamsLength?: number | undefined;
}

const SIZES = {
  maxBodyBytes: 1_000_000,
  maxQuestionLength: MAX_QUESTION_LENGTH,
  // The kit's clients stay below half of it.
  maxThreadTurns: 2 * MAX_TURNS,
  maxParamsLength: 4_000,
  heartbeatMs: 15_000,
  stallMs: 60_000,
};

/** The sizes with defaults. */
export interface Sizes extends Readonly<Record<keyof typeof SIZES, number>> {
  /** Null if none are taken. */
  readonly attachments: AttachmentLimits | null;
}

/** Fills in the sizes; throws `invalid-option` for a wrong one. */
export function resolveSizes(options: HandlerOptions): Sizes {
  const sizes = resolve(SIZES, options);
  const { attachments: taken = false } = options;
  if (taken === false) return { ...sizes, attachments: null };
  const attachments = resolve(ATTACHMENT_DEFAULTS, taken === true ? {} : taken, 'attachments.');
  // In base64.
  const extraBytes = Math.ceil((attachments.maxTotalBytes * 4) / 3);
  return { ...sizes, maxBodyBytes: sizes.maxBodyBytes + extraBytes, attachments };
}

/** Options or their defaults: whole numbers, true or false. */
function resolve<T extends object>(
  defaults: T,
  given: { readonly [Name in keyof T]?: T[Name] | undefined },
  path = '',
): T {
  const values = Object.entries(defaults).map(([name, byDefault]: [string, unknown]) => {
    const value: unknown = given[name as keyof T] ?? byDefault;
    if (typeof byDefault === 'number') wholeNumber('createHandler', `${path}${name}`, value as number);
    else if (typeof value !== 'boolean') throw invalidOption('createHandler', `${path}${name}`, value, 'true or false');
    return [name, value];
  });
  return Object.fromEntries(values) as T;
}
