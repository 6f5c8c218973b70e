import type { PrefixRef } from '@forewarm/core';
import type { Connection, Scope } from '../who/scope.js';

/** A request as limits see it. */
export interface LimitedCall {
  /** `resume` includes `stop`: calls about an existing answer. */
  readonly action: 'warm' | 'ask' | 'resume' | 'speculate';
  readonly scope: Scope;
  readonly connection: Connection;
  /** What it names; a resume names an answer. */
  readonly prefix?: PrefixRef | undefined;
  /** The request, so that all limits together wait no longer than one. */
  readonly request?: Request | undefined;
}

/** What a limit counts by. */
export type LimitBy = 'user' | 'address' | 'prefix' | 'total';

/** Why a request may not pass now. */
export interface Refusal {
  readonly by: LimitBy | 'streams';
  readonly retryAfterMs: number;
}

/**
 * Counts requests and open answers; `rateLimits` makes one. A rejection is a server error, not a
 * refusal.
 */
export interface Limits {
  /** Counts a request; null where it may pass. */
  count(call: LimitedCall): Promise<Refusal | null>;
  /**
   * Takes a place for a streaming answer. The function returned gives it back, and may be called
   * twice.
   */
  openStream(call: LimitedCall): Promise<Refusal | (() => void)>;
}
