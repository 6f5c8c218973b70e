import type { Prompt, Ttl } from '../cache/prompt.js';
import type { Lookup } from '../cache/promptCache.js';

/** What the simulator keeps of a request. */
export interface RequestRecord {
  /** `req_…`, as in the `request-id` header. */
  readonly id: string;
  readonly method: string;
  /** Path and query, e.g. `/v1/messages?beta=true`. */
  readonly path: string;
  /** The cache's workspace; empty until the key is checked. */
  workspace: string;
  /** Hash of the body, 16 hexadecimal digits. */
  bodyHash?: string;
  /** Length in UTF-16 units. */
  bodyLength?: number;
  /** Only with `keepBodies`. */
  body?: string;
  model?: string;
  stream?: boolean;
  maxTokens?: number;
  /** HTTP status; absent until the response begins. */
  status?: number;
  /** Error in the response or its stream. */
  error?: { readonly type: string; readonly message: string };
  /** Injected fault. */
  fault?: string;
  /** Cache use, in tokens. */
  usage?: RecordedUsage;
  /**
   * `hit`: everything up to the last breakpoint was read; `partial`: some; `miss`: nothing; `none`:
   * no cacheable breakpoint.
   */
  outcome?: 'hit' | 'partial' | 'miss' | 'none';
  /** Arrival, ms since the epoch by the simulator's clock. */
  readonly startedAt: number;
  /** Start of the response, after the prefill. */
  beganAt?: number;
  /** When the last byte was produced. */
  endedAt?: number;
  /** The client disconnected early. */
  aborted?: boolean;
}

/** Tokens by cache use; the prompt is `uncached + read + write`. */
export interface RecordedUsage {
  readonly uncached: number;
  readonly read: number;
  readonly write: number;
  /** `write` by lifetime: `{ '5m': 1024 }`. */
  readonly writes: Readonly<Partial<Record<Ttl, number>>>;
  readonly output: number;
}

/** Step matching has no separate write. */
export function outcomeOf({ read, write }: Lookup, { matching }: Prompt): NonNullable<RequestRecord['outcome']> {
  if (typeof matching === 'object') return read > 0 ? 'hit' : 'miss';
  if (read > 0) return write > 0 ? 'partial' : 'hit';
  return write > 0 ? 'miss' : 'none';
}
