import type { Prompt, Ttl } from '../cache/prompt.js';
import type { Lookup } from '../cache/promptCache.js';

/** What the simulator keeps of one request: figures and hashes; its text only with `keepBodies`. */
export interface RequestRecord {
  /** `req_…`, as in the response's `request-id` header. */
  readonly id: string;
  readonly method: string;
  /** Path and query, e.g. `/v1/messages?beta=true`. */
  readonly path: string;
  /** Whose cache it used; empty until the key has been checked. */
  workspace: string;
  /** Hash of the body's text, 16 hexadecimal digits; equal bodies have equal hashes. */
  bodyHash?: string;
  /** Length of the body, in UTF-16 units. */
  bodyLength?: number;
  /** The body, with the option `keepBodies`. */
  body?: string;
  model?: string;
  stream?: boolean;
  maxTokens?: number;
  /** HTTP status; absent until the response has begun. */
  status?: number;
  /** The error answered with, before or within the stream. */
  error?: { readonly type: string; readonly message: string };
  /** The fault that was injected. */
  fault?: string;
  /** What the cache did, in tokens. */
  usage?: RecordedUsage;
  /**
   * How the cache served it: all that has a breakpoint was read, some of it, or nothing. `none`
   * without a cacheable breakpoint.
   */
  outcome?: 'hit' | 'partial' | 'miss' | 'none';
  /** When the request arrived, in milliseconds since the epoch by the simulator's clock. */
  readonly startedAt: number;
  /** When the response began: the prefill was done. */
  beganAt?: number;
  /** When the last byte was produced. */
  endedAt?: number;
  /** The client went away before the end. */
  aborted?: boolean;
}

/** Tokens by what became of them; the prompt is `uncached + read + write`. */
export interface RecordedUsage {
  readonly uncached: number;
  readonly read: number;
  readonly write: number;
  /** What is written, by lifetime: `{ '5m': 1024 }`. */
  readonly writes: Readonly<Partial<Record<Ttl, number>>>;
  readonly output: number;
}

/** Names what a lookup came to; where prefixes are cached by steps nothing is written apart. */
export function outcomeOf({ read, write }: Lookup, { matching }: Prompt): NonNullable<RequestRecord['outcome']> {
  if (typeof matching === 'object') return read > 0 ? 'hit' : 'miss';
  if (read > 0) return write > 0 ? 'partial' : 'hit';
  return write > 0 ? 'miss' : 'none';
}
