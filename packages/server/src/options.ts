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

export interface SpeculativeAnswersOptions {
  /**
   * How long first words wait for the question, in milliseconds, besides 2,000 for the network.
   * Default 5,000.
   */
  parkMs?: number | undefined;
  /** The most that wait at this instance. Default 50. */
  most?: number | undefined;
  /**
   * For a single engine: a question discards all waiting answers, and none is begun until it is
   * answered. Default false.
   */
  yields?: boolean | undefined;
}

export interface HandlerOptions {
  /** The model's provider. */
  adapter: Adapter<Prefix>;
  /** Those that browsers may name, by id. */
  prefixes: Prefixes;
  /**
   * Default: as in `PolicyOptions`, but every trigger (the browser chooses) and 600 warms an hour
   * per instance. `budget: {}` for no limit.
   */
  policy?: PolicyOptions | undefined;
  /** Default: this process's memory. */
  store?: WarmStore | undefined;
  /** Default: the process's. */
  environment?: Environment | undefined;
  /** Called with every event. */
  onEvent?: EventListener | undefined;
  /** Errors that clients don't see. Default: logs to the console. */
  onError?: ((error: unknown) => void) | undefined;
  /** Default: everyone is a stranger. */
  identify?: Identify | undefined;
  /** Who may warm and ask about what. Default: everyone, about everything. */
  authorize?: Authorize | undefined;
  /** Who shares an entry. Default `shared`. */
  isolate?: Isolate | undefined;
  /** Other origins. Default none. */
  cors?: CorsOptions | undefined;
  /** Such as `rateLimits()`. Default: only the policy's budget. */
  limits?: Limits | undefined;
  /**
   * Keeps answers to resume after a dropped connection, such as `memoryAnswers()`. Default: none,
   * and the model stops at once.
   */
  answers?: AnswerStore | undefined;
  /**
   * Drafts may begin answers: each costs a read of the prefix, many are discarded. Needs a shared
   * `store`. Default false.
   */
  speculativeAnswers?: boolean | SpeculativeAnswersOptions | undefined;
  /**
   * Suggested questions, by prefix id, each answered once for everybody and kept in `store` as
   * long as the backend keeps the prefix. Not with `isolate`. Default none.
   */
  starters?: Starters | undefined;
  /**
   * A secret of 32 characters or more, for all instances. Signs answers, refuses forged turns,
   * leaves out stopped ones. Default none: threads are accepted as sent.
   */
  signTurns?: string | undefined;
  /**
   * Silence before a comment, in milliseconds: nginx closes silent streams after 60 s. Default
   * 15,000.
   */
  heartbeatMs?: number | undefined;
  /**
   * How long a reader may take nothing, in milliseconds, before its connection closes and the
   * model stops. Default 60,000, as nginx.
   */
  stallMs?: number | undefined;
  /** Images and texts with a question. Default false. */
  attachments?: boolean | AttachmentOptions | undefined;
  /** The largest body without attachments, in bytes. Default 1,000,000. */
  maxBodyBytes?: number | undefined;
  /** The longest question, in characters. Default 20,000. */
  maxQuestionLength?: number | undefined;
  /** Default 400. */
  maxThreadTurns?: number | undefined;
  /** In characters of JSON. Default 4,000. */
  maxParamsLength?: number | undefined;
}

const SIZES = {
  maxBodyBytes: 1_000_000,
  maxQuestionLength: MAX_QUESTION_LENGTH,
  // Clients keep half.
  maxThreadTurns: 2 * MAX_TURNS,
  maxParamsLength: 4_000,
  heartbeatMs: 15_000,
  stallMs: 60_000,
};

export interface Sizes extends Readonly<Record<keyof typeof SIZES, number>> {
  readonly attachments: AttachmentLimits | null;
}

export function resolveSizes(options: HandlerOptions): Sizes {
  const sizes = resolve(SIZES, options);
  const { attachments: taken = false } = options;
  if (taken === false) return { ...sizes, attachments: null };
  const attachments = resolve(ATTACHMENT_DEFAULTS, taken === true ? {} : taken, 'attachments.');
  // In base64.
  const extraBytes = Math.ceil((attachments.maxTotalBytes * 4) / 3);
  return { ...sizes, maxBodyBytes: sizes.maxBodyBytes + extraBytes, attachments };
}

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
