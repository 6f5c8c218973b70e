import type { PrefixRef } from '@forewarm/core';
import type { Connection, Scope } from '../who/scope.js';

export interface LimitedCall {
  /** `resume` includes `stop`. */
  readonly action: 'warm' | 'ask' | 'resume' | 'speculate';
  readonly scope: Scope;
  readonly connection: Connection;
  readonly prefix?: PrefixRef | undefined;
  /** Its limits together wait no longer than one. */
  readonly request?: Request | undefined;
}

export type LimitBy = 'user' | 'address' | 'prefix' | 'total';

export interface Refusal {
  readonly by: LimitBy | 'streams';
  readonly retryAfterMs: number;
}

/** Made by `rateLimits`. A rejection is a server error. */
export interface Limits {
  /** Null if the request may pass. */
  count(call: LimitedCall): Promise<Refusal | null>;
  /** Takes a place, until the returned function is called. */
  openStream(call: LimitedCall): Promise<Refusal | (() => void)>;
}
