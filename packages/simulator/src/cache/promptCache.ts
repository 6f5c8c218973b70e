import { expiryOf } from './ttl.js';
import type { Prompt, PromptBlock, Ttl } from './prompt.js';

/** One cached prefix: what it is known by and how it was used, without its text. */
export interface CacheEntry {
  readonly workspace: string;
  readonly model: string;
  /** Hash of the prefix, 16 hexadecimal digits. */
  readonly hash: string;
  /** Where its last block stood in the request that wrote it, e.g. `system.0`. */
  readonly path: string;
  /** Tokens of the whole prefix. */
  readonly tokens: number;
  readonly ttl: Ttl;
  /** The request that wrote it, `req_…`. */
  readonly writtenBy: string;
  /** When that request started, in milliseconds since the epoch. */
  readonly writtenAt: number;
  /** When it ends unless it is read before, in milliseconds since the epoch. */
  readonly expiresAt: number;
  /** How often it was the longest match of a request. */
  readonly hits: number;
}

/** What the cache holds for a request, decided when it starts; nothing is readable by others before it is committed. */
export interface Lookup {
  /** Tokens read from the cache. */
  readonly read: number;
  /** Tokens to be written. */
  readonly write: number;
  /** The same by lifetime. */
  readonly writes: Readonly<Partial<Record<Ttl, number>>>;
  /** Tokens neither read nor written. */
  readonly uncached: number;
  /** The entry that was read. */
  readonly hit?: CacheEntry;
  /** Counts the hit and refreshes what is read: to be called when the request is let in. */
  use(): void;
  /** Makes the written prefixes readable: to be called when the response begins. */
  commit(): void;
}

/** Who asks, and when the asking started. */
export interface Asking {
  readonly workspace: string;
  readonly requestId: string;
  /** Milliseconds since the epoch; a TTL counts from here. */
  readonly startedAt: number;
  /** Milliseconds since the epoch at which the lookup is made. */
  readonly now: number;
  /** Shorter prefixes are neither read nor written. */
  readonly minTokens: number;
}

/**
 * Positions one breakpoint checks for an entry, itself the first; a run of tool calls or of tool results is one position (prompt caching guide;
 * the facts page says "at most 20 content blocks").
 */
export const LOOKBACK_BLOCKS = 20;

/** Of the marked places of a prompt, the latest this many are looked at (openai's types, `prompt_cache_options`). */
const MAX_MARKS = 80;

type Stored = { -readonly [K in keyof CacheEntry]: CacheEntry[K] };

/** The prompt cache: entries by workspace and prefix hash, bounded in number, blind to prompts themselves. */
export class PromptCache {
  private readonly entriesByKey = new Map<string, Stored>();
  private readonly maxEntries: number;
  private readonly ttlScale: number;

  /** `ttlScale` multiplies both lifetimes; `maxEntries` bounds the memory, the entry that was written or read longest ago going first. */
  constructor(maxEntries: number, ttlScale: number) {
    this.maxEntries = maxEntries;
    this.ttlScale = ttlScale;
  }

  /** Finds the longest readable prefix of `prompt`; changes nothing by itself. */
  lookup(prompt: Prompt, asking: Asking): Lookup {
    const { blocks } = prompt;
    const breakpoints = blocks.flatMap((block, at) => (block.ttl && block.tokens >= asking.minTokens ? [at] : []));
    const hitAt = prompt.marks
      ? this.findMark(blocks, prompt.marks, asking)
      : this.findHit(blocks, breakpoints, asking);
    const hit = hitAt < 0 ? undefined : this.live(asking, blocks[hitAt]);
    const read = hit?.tokens ?? 0;
    const { write, writes } = split(blocks, breakpoints, read);
    return {
      read,
      write,
      writes,
      uncached: prompt.tokens - read - write,
      ...(hit && { hit: { ...hit } }),
      use: () => {
        if (!hit) return;
        hit.hits++;
        for (const at of [...breakpoints.filter((b) => b < hitAt), hitAt]) this.refresh(asking, blocks[at]);
      },
      commit: () => {
        // What was read keeps the lifetime it has: a longer one is had by writing, and paying, only.
        for (const at of breakpoints) {
          if (at > hitAt || !this.live(asking, blocks[at])) this.write(prompt.model, blocks[at], asking);
        }
      },
    };
  }

  /** Drops every entry, or those of one workspace. */
  evict(workspace?: string): void {
    for (const [key, entry] of this.entriesByKey) {
      if (workspace === undefined || entry.workspace === workspace) this.entriesByKey.delete(key);
    }
  }

  /** The entries that can be read at `now`, the longest unused first. */
  entries(now: number): CacheEntry[] {
    return [...this.entriesByKey.values()].filter((entry) => entry.expiresAt > now).map((entry) => ({ ...entry }));
  }

  // A later breakpoint's first find is the longest there is, since its way back passes every position an earlier one could find.
  private findHit(blocks: readonly PromptBlock[], breakpoints: readonly number[], asking: Asking): number {
    for (const from of breakpoints.toReversed()) {
      let positions = 0;
      for (let at = from; at >= 0; at--) {
        const run = blocks[at]?.run;
        if (run === undefined || at === from || run !== blocks[at + 1]?.run) positions++;
        if (positions > LOOKBACK_BLOCKS) break;
        if (this.live(asking, blocks[at])) return at;
      }
    }
    return -1;
  }

  private findMark(blocks: readonly PromptBlock[], marks: readonly number[], asking: Asking): number {
    return marks.slice(-MAX_MARKS).findLast((at) => this.live(asking, blocks[at])) ?? -1;
  }

  private live(asking: Asking, block: PromptBlock | undefined): Stored | undefined {
    if (!block || block.tokens < asking.minTokens) return undefined;
    const entry = this.entriesByKey.get(keyOf(asking.workspace, block.hash));
    return entry && entry.expiresAt > asking.now ? entry : undefined;
  }

  private refresh(asking: Asking, block: PromptBlock | undefined): void {
    const entry = this.live(asking, block);
    if (!entry) return;
    entry.expiresAt = Math.max(entry.expiresAt, expiryOf(asking, entry.ttl, this.ttlScale));
    this.keep(entry);
  }

  private write(model: string, block: PromptBlock | undefined, asking: Asking): void {
    if (!block?.ttl) return;
    const expiresAt = expiryOf(asking, block.ttl, this.ttlScale);
    const known = this.live(asking, block);
    if (known) {
      if (known.expiresAt < expiresAt) Object.assign(known, { expiresAt, ttl: block.ttl });
      return;
    }
    this.keep({
      workspace: asking.workspace,
      model,
      hash: block.hash,
      path: block.path,
      tokens: block.tokens,
      ttl: block.ttl,
      writtenBy: asking.requestId,
      writtenAt: asking.startedAt,
      expiresAt,
      hits: 0,
    });
  }

  // A Map keeps the order of insertion, so that its first entry is the one unused for longest.
  private keep(entry: Stored): void {
    const key = keyOf(entry.workspace, entry.hash);
    this.entriesByKey.delete(key);
    this.entriesByKey.set(key, entry);
    if (this.entriesByKey.size <= this.maxEntries) return;
    const [oldest] = this.entriesByKey.keys();
    if (oldest !== undefined) this.entriesByKey.delete(oldest);
  }
}

function keyOf(workspace: string, hash: string): string {
  return `${hash} ${workspace}`;
}

// Each breakpoint writes what stands between it and the one before, or what was read, for its own lifetime.
function split(
  blocks: readonly PromptBlock[],
  breakpoints: readonly number[],
  read: number,
): Pick<Lookup, 'write' | 'writes'> {
  const writes: Partial<Record<Ttl, number>> = {};
  let end = read;
  for (const at of breakpoints) {
    const block = blocks[at];
    if (!block?.ttl || block.tokens <= end) continue;
    writes[block.ttl] = (writes[block.ttl] ?? 0) + block.tokens - end;
    end = block.tokens;
  }
  return { write: end - read, writes };
}
