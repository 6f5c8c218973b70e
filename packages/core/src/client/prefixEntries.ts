import type { ClientContext } from './context.js';
import { PrefixEntry } from './prefixEntry.js';
import type { PrefixState } from '../policy/policy.js';

/** From this many prefixes on, idle ones are forgotten. */
const SWEEP_FROM = 1_000;

/** The entries of one client, by key. */
export class PrefixEntries {
  readonly #entries = new Map<string, PrefixEntry>();
  readonly #context: ClientContext;
  #sweepAt = SWEEP_FROM;

  constructor(context: ClientContext) {
    this.#context = context;
  }

  /** The entry of a key, or null. */
  peek(key: string): PrefixEntry | null {
    return this.#entries.get(key) ?? null;
  }

  /** The entry of a key, made if there is none. */
  get(key: string, known: () => Partial<PrefixState>): PrefixEntry {
    let entry = this.#entries.get(key);
    if (!entry) {
      if (this.#entries.size >= this.#sweepAt) this.#sweep();
      entry = new PrefixEntry(key, this.#context, known());
      this.#entries.set(key, entry);
    }
    return entry;
  }

  dispose(): void {
    for (const entry of this.#entries.values()) entry.dispose();
    this.#entries.clear();
  }

  #sweep(): void {
    const now = this.#context.environment.now();
    for (const [key, entry] of this.#entries) if (entry.isIdle(now)) this.#entries.delete(key);
    // Twice the rest, so that sweeps stay rare.
    this.#sweepAt = Math.max(SWEEP_FROM, this.#entries.size * 2);
  }
}
