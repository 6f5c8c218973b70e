import type { ForewarmError } from './errors.js';
import { isFresh, type Warmth } from './warmth.js';

/** What came of asking the store for a write. */
export interface StoreWrite {
  /** What is held now; null where the write ended without an entry. */
  readonly warmth: Warmth | null;
  /** True where this call ran the write; false where it found an entry or joined somebody else's. */
  readonly wrote: boolean;
}

/** A write under way, here or in another tab or instance. */
export interface Flight {
  /** Settles when the write has ended, well or not; never rejects. */
  readonly ended: Promise<unknown>;
}

/** Where warmth is kept and writes are made one: memory for one process, Redis for several, TanStack Query in a browser. */
export interface WarmStore {
  /** What is held for a key, fresh or not. */
  read(key: string): Warmth | null | Promise<Warmth | null>;
  /** Finds a fresh entry, joins the write under way, or runs `write`; never two writes at once for one key. Rejects as `write` does. */
  write(key: string, write: () => Promise<Warmth | null>): Promise<StoreWrite>;
  /** The write under way for a key, to be waited for. */
  flight(key: string): Flight | null | Promise<Flight | null>;
  /** Notes an entry that a question has just read or written. */
  put(key: string, warmth: Warmth): void | Promise<void>;
  /** Calls back when what is shared is out of reach and each process goes by itself, and when it is back; the returned function ends it. */
  onHealth?(listener: (degraded: ForewarmError | null) => void): () => void;
}

/** Ended entries are swept once a store holds this many keys. */
const SWEEP_FROM = 1_000;

/** A store for one process. `now` is the wall clock; `marginMs` the policy's. */
export function memoryStore({
  now = Date.now,
  marginMs = 0,
}: { now?: () => number; marginMs?: number } = {}): WarmStore {
  const held = new Map<string, Warmth>();
  const flights = new Map<string, Promise<StoreWrite>>();
  let sweepAt = SWEEP_FROM;

  const put = (key: string, warmth: Warmth): void => {
    held.set(key, warmth);
    if (held.size < sweepAt) return;
    for (const [other, { expiresAt }] of held) if (expiresAt <= now()) held.delete(other);
    // Twice what is left, so that many live entries don't make every new one look at them all.
    sweepAt = Math.max(SWEEP_FROM, held.size * 2);
  };

  return {
    read: (key) => held.get(key) ?? null,
    flight(key) {
      const flight = flights.get(key);
      return flight ? { ended: flight.catch(() => null) } : null;
    },
    put,
    write(key, write) {
      const flight = flights.get(key);
      if (flight) return flight.then(({ warmth }) => ({ warmth, wrote: false }));
      const warmth = held.get(key);
      if (isFresh(warmth, now(), marginMs)) return Promise.resolve({ warmth, wrote: false });
      const started = write()
        .then((result) => {
          if (result) put(key, result);
          return { warmth: result, wrote: true };
        })
        .finally(() => flights.delete(key));
      flights.set(key, started);
      return started;
    },
  };
}
