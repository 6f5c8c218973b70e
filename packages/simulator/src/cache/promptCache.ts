import { ttlToMs } from '@forewarm/core';
import type { Prompt, PromptBlock, Ttl } from './prompt.js';

export interface CacheEntry {
  readonly workspace: string;
  readonly model: string;
  /** 16 hexadecimal digits. */
  readonly hash: string;
  /** Where its last block was when written: `system.0`. */
  readonly path: string;
  readonly tokens: number;
  readonly ttl: Ttl;
  /** That request's id, `req_…`. */
  readonly writtenBy: string;
  /** That request's start, ms since the epoch. */
  readonly writtenAt: number;
  /** Unless read again, ms since the epoch. */
  readonly expiresAt: number;
  /** As a request's longest match. */
  readonly hits: number;
}

export interface Lookup {
  readonly read: number;
  /** In tokens; 0 with steps. */
  readonly write: number;
  readonly writes: Readonly<Partial<Record<Ttl, number>>>;
  readonly uncached: number;
  /** Counts the hit and refreshes what is read, on admission. */
  use(): void;
  /** Makes the writes readable, when the response begins. */
  commit(): void;
}

export interface Asking {
  readonly workspace: string;
  readonly requestId: string;
  /** In ms since the epoch; TTLs count from it. */
  readonly startedAt: number;
  readonly now: number;
  /** Shorter prefixes are neither read nor written. */
  readonly minTokens: number;
}

/**
 * With the breakpoint itself. A run of tool calls or results is one position (prompt caching
 * guide).
 */
const LOOKBACK_BLOCKS = 20;

/** The latest (openai's types, `prompt_cache_options`). */
const MAX_MARKS = 80;

/** One per entry or step, about 100 bytes each. */
const MAX_KEYS = 400_000;

type Stored = { -readonly [K in keyof CacheEntry]: CacheEntry[K] };

/** Keeps hashes, never text. */
export class PromptCache {
  // Least recently used first.
  readonly #keys = new Map<Stored, readonly string[]>();
  readonly #byKey = new Map<string, Stored>();
  readonly #maxEntries: number;
  readonly #ttlScale: number;

  constructor(maxEntries: number, ttlScale: number) {
    this.#maxEntries = maxEntries;
    this.#ttlScale = ttlScale;
  }

  lookup(prompt: Prompt, asking: Asking): Lookup {
    const { blocks } = prompt;
    const breakpoints = blocks.filter(({ ttl, tokens }) => ttl && tokens >= asking.minTokens);
    const match = this.#find(prompt, breakpoints, asking);
    const hit = this.#live(asking, match);
    const hitAt = match ? blocks.indexOf(match) : -1;
    const earlier = breakpoints.filter((block) => blocks.indexOf(block) < hitAt);
    // The last token is always computed: it yields the answer.
    const read = Math.min(match?.tokens ?? 0, prompt.tokens - 1);
    const writes = typeof prompt.matching === 'object' ? {} : split(breakpoints, read);
    const write = Object.values(writes).reduce((sum, tokens) => sum + tokens, 0);
    return {
      read,
      write,
      writes,
      uncached: prompt.tokens - read - write,
      use: () => {
        if (!hit) return;
        hit.hits++;
        for (const block of [...earlier, match]) this.#refresh(asking, this.#live(asking, block));
      },
      commit: () => {
        // Only a write, which is paid for, makes a life longer.
        for (const block of breakpoints) {
          const isRead = block === match || earlier.includes(block);
          if (!isRead || !this.#live(asking, block)) this.#write(prompt, block, asking);
        }
      },
    };
  }

  evict(workspace?: string): void {
    for (const entry of this.#keys.keys()) {
      if (workspace === undefined || entry.workspace === workspace) this.#drop(entry);
    }
  }

  /** Least recently used first. */
  entries(now: number): CacheEntry[] {
    return [...this.#keys.keys()].filter((entry) => entry.expiresAt > now).map((entry) => ({ ...entry }));
  }

  #find(prompt: Prompt, breakpoints: readonly PromptBlock[], asking: Asking): PromptBlock | undefined {
    const { blocks, matching } = prompt;
    const isLive = (block: PromptBlock): boolean => this.#live(asking, block) !== undefined;
    if (typeof matching === 'object') return blocks.findLast(isLive);
    if (matching === 'marks') {
      return blocks
        .filter(({ mark }) => mark)
        .slice(-MAX_MARKS)
        .findLast(isLive);
    }
    // The last breakpoint's lookback covers the earlier ones.
    for (const from of breakpoints.toReversed()) {
      const found = lookedAt(blocks, blocks.indexOf(from)).find(isLive);
      if (found) return found;
    }
    return undefined;
  }

  #live(asking: Asking, block: PromptBlock | undefined): Stored | undefined {
    if (!block || block.tokens < asking.minTokens) return undefined;
    const entry = this.#byKey.get(keyOf(asking.workspace, block));
    return entry && entry.expiresAt > asking.now ? entry : undefined;
  }

  #expiry({ startedAt }: Asking, ttl: Ttl): number {
    return startedAt + (ttl === 'lru' ? Infinity : ttlToMs(ttl) * this.#ttlScale);
  }

  #refresh(asking: Asking, entry: Stored | undefined): void {
    if (!entry) return;
    entry.expiresAt = Math.max(entry.expiresAt, this.#expiry(asking, entry.ttl));
    this.#keep(entry, this.#keys.get(entry) ?? []);
  }

  #write({ model, blocks, matching }: Prompt, block: PromptBlock, asking: Asking): void {
    const { ttl, hash, path, tokens } = block;
    if (!ttl) return;
    const { workspace, requestId: writtenBy, startedAt: writtenAt } = asking;
    const expiresAt = this.#expiry(asking, ttl);
    const known = this.#live(asking, block);
    if (known) {
      if (known.expiresAt < expiresAt) Object.assign(known, { expiresAt, ttl });
      return;
    }
    const readable = typeof matching === 'object' ? blocks : [block];
    const keys = readable.map((each) => keyOf(workspace, each));
    for (const key of keys) {
      // The new entry covers its own shorter prefixes.
      const holder = this.#byKey.get(key);
      if (holder && this.#keys.get(holder)?.at(-1) === key) this.#drop(holder);
    }
    this.#keep({ workspace, model, hash, path, tokens, ttl, writtenBy, writtenAt, expiresAt, hits: 0 }, keys);
  }

  // A shared key belongs to the longer-lived entry.
  #keep(entry: Stored, keys: readonly string[]): void {
    this.#keys.delete(entry);
    this.#keys.set(entry, keys);
    // An entry that shares any key shares the first.
    const isHolder = this.#byKey.get(keys[0] ?? '') === entry;
    for (const key of isHolder ? [] : keys) {
      if ((this.#byKey.get(key)?.expiresAt ?? 0) <= entry.expiresAt) this.#byKey.set(key, entry);
    }
    for (const oldest of this.#keys.keys()) {
      if (this.#keys.size === 1) break;
      if (this.#keys.size <= this.#maxEntries && this.#byKey.size <= MAX_KEYS) break;
      this.#drop(oldest);
    }
  }

  #drop(entry: Stored): void {
    for (const key of this.#keys.get(entry) ?? []) {
      if (this.#byKey.get(key) === entry) this.#byKey.delete(key);
    }
    this.#keys.delete(entry);
  }
}

function keyOf(workspace: string, { hash }: PromptBlock): string {
  return `${hash} ${workspace}`;
}

function lookedAt(blocks: readonly PromptBlock[], from: number): PromptBlock[] {
  const back = blocks.slice(0, from + 1).toReversed();
  let positions = 0;
  return back.filter(({ run }, at) => {
    if (at === 0 || run === undefined || run !== back[at - 1]?.run) positions++;
    return positions <= LOOKBACK_BLOCKS;
  });
}

// Each writes what follows the previous one, or the part read.
function split(breakpoints: readonly PromptBlock[], read: number): Partial<Record<Ttl, number>> {
  const writes: Partial<Record<Ttl, number>> = {};
  let end = read;
  for (const { ttl, tokens } of breakpoints) {
    if (!ttl || tokens <= end) continue;
    writes[ttl] = (writes[ttl] ?? 0) + tokens - end;
    end = tokens;
  }
  return writes;
}
