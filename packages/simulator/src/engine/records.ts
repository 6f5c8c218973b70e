import type { Prompt, Ttl } from '../cache/prompt.js';
import type { Lookup } from '../cache/promptCache.js';

export interface RequestRecord {
  /** As in the `request-id` header. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** Empty until the key is checked. */
  workspace: string;
  /** 16 hexadecimal digits. */
  bodyHash?: string;
  /** UTF-16 units. */
  bodyLength?: number;
  /** With `keepBodies`. */
  body?: string;
  model?: string;
  stream?: boolean;
  maxTokens?: number;
  /** Absent until the response begins. */
  status?: number;
  error?: { readonly type: string; readonly message: string };
  fault?: string;
  usage?: RecordedUsage;
  /**
   * Up to the last breakpoint: `hit` read everything, `partial` some, `miss` nothing. `none`: no
   * cacheable breakpoint.
   */
  outcome?: 'hit' | 'partial' | 'miss' | 'none';
  /** Ms since the epoch, by the simulator's clock. */
  readonly startedAt: number;
  /** After the prefill. */
  beganAt?: number;
  /** At the last byte. */
  endedAt?: number;
  aborted?: boolean;
}

/** The prompt is `uncached + read + write`. */
export interface RecordedUsage {
  readonly uncached: number;
  readonly read: number;
  readonly write: number;
  /** `write` by lifetime: `{ '5m': 1024 }`. */
  readonly writes: Readonly<Partial<Record<Ttl, number>>>;
  readonly output: number;
}

/** Steps have no separate write. */
export function outcomeOf({ read, write }: Lookup, { matching }: Prompt): NonNullable<RequestRecord['outcome']> {
  if (typeof matching === 'object') return read > 0 ? 'hit' : 'miss';
  if (read > 0) return write > 0 ? 'partial' : 'hit';
  return write > 0 ? 'miss' : 'none';
}
