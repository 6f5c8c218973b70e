import type { PrefixRef } from '@forewarm/core';
import type { Connection, Scope } from '../who/scope.js';

export interface LimitedCall {
  /** `resume` includes `stop`. */
  readonly action: 'warm' | 'ask' | 'resume' | 'speculate';
  readonly scope: Scope;
  readonly connection: Connection;
  /** A resume names none. */
  readonly prefix?: PrefixRef | undefined;
  /** All its limits together wait no longer than one. */
  readonly request?: Request | undefined;
}

/** What a limit counts by. */
export type LimitBy = 'user' | 'address' | 'prefix' | 'total';

export interface Refusal {
  readonly by: LimitBy | 'streams';
  readonly retryAfterMs: number;
}

/** Counts requests and open answers, as `rateLimits` does. A rejection is a server error. */
export interface Limits {
  /** Null if the request may pass. */
  count(call: LimitedCall): Promise<Refusal | null>;
  /** Takes a place for an open answer, until the returned function is called. */
  openStream(call: LimitedCall): Promise<Refusal | (() => void)>;
}
