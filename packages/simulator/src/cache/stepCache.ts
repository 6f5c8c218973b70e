import type { Steps } from './prompt.js';
import type { Asking, CacheEntry, Lookup } from './promptCache.js';
import { expiryOf } from './ttl.js';

interface Stored {
  readonly about: Omit<CacheEntry, 'expiresAt' | 'hits'>;
  readonly hashes: Uint32Array;
  expiresAt: number;
  hits: number;
}

/** Prefixes with the same beginning that are kept; the one unused for longest goes first. */
const MAX_ALIKE = 64;
/** Steps kept in all, 8 bytes each: 32 MB. */
const MAX_STEPS = 4_000_000;

/** The cache of engines that need no breakpoint: whatever was prefilled can be read again, step by step, as far as it is the same. */
export class StepCache {
  // By workspace and the hash of the shortest prefix that counts; within, the one unused for longest first.
  private readonly groups = new Map<string, Stored[]>();
  private readonly ttlScale: number;
  private steps = 0;

  constructor(ttlScale: number) {
    this.ttlScale = ttlScale;
  }

  /** Finds the longest readable prefix of whole steps; changes nothing by itself. */
  lookup(prompt: { readonly model: string; readonly tokens: number; readonly steps: Steps }, asking: Asking): Lookup {
    const { steps } = prompt;
    const least = Math.max(1, Math.ceil(asking.minTokens / steps.tokens));
    const key = keyOf(asking.workspace, steps, least);
    let best: Stored | undefined;
    let common = 0;
    for (const stored of (key && this.groups.get(key)) || []) {
      if (stored.expiresAt <= asking.now) continue;
      const same = commonSteps(stored.hashes, steps.hashes);
      if (same > common) [best, common] = [stored, same];
    }
    // The last token is always computed, since it gives the first of the answer.
    const read = Math.min(common * steps.tokens, prompt.tokens - 1);
    return {
      read,
      write: 0,
      writes: {},
      uncached: prompt.tokens - read,
      ...(best && { hit: { ...best.about, hits: best.hits, expiresAt: best.expiresAt } }),
      use: () => {
        if (!best || !key) return;
        best.hits++;
        best.expiresAt = Math.max(best.expiresAt, expiryOf(asking, best.about.ttl, this.ttlScale));
        this.keep(key, best);
      },
      commit: () => {
        if (key) this.write(key, prompt, asking);
      },
    };
  }

  /** Drops every entry, or those of one workspace. */
  evict(workspace?: string): void {
    for (const [key, group] of this.groups) {
      if (workspace === undefined || group[0]?.about.workspace === workspace) this.drop(key, () => true);
    }
  }

  entries(now: number): CacheEntry[] {
    const all = [...this.groups.values()].flat().filter((stored) => stored.expiresAt > now);
    return all.map(({ about, hits, expiresAt }) => ({ ...about, hits, expiresAt }));
  }

  private write(key: string, prompt: { readonly model: string; readonly steps: Steps }, asking: Asking): void {
    const { hashes, ttl, tokens } = prompt.steps;
    const count = hashes.length / 2;
    const expiresAt = expiryOf(asking, ttl, this.ttlScale);
    const holder = this.groups.get(key)?.find((stored) => commonSteps(stored.hashes, hashes) === count);
    if (holder) {
      holder.expiresAt = Math.max(holder.expiresAt, expiresAt);
      this.keep(key, holder);
      return;
    }
    // A prefix of the new one is no longer needed by itself.
    this.drop(key, (stored) => commonSteps(stored.hashes, hashes) === stored.hashes.length / 2);
    const about = {
      workspace: asking.workspace,
      model: prompt.model,
      hash: hexOf(hashes, count - 1),
      path: 'prefix',
      tokens: count * tokens,
      ttl,
      writtenBy: asking.requestId,
      writtenAt: asking.startedAt,
    };
    this.keep(key, { about, hashes, expiresAt, hits: 0 });
    this.steps += count;
    while (this.steps > MAX_STEPS && this.groups.size > 1) this.drop([...this.groups.keys()][0] ?? key, () => true);
  }

  private keep(key: string, stored: Stored): void {
    const group = (this.groups.get(key) ?? []).filter((other) => other !== stored);
    group.push(stored);
    this.groups.delete(key);
    this.groups.set(key, group);
    const oldest = group.length > MAX_ALIKE ? group[0] : undefined;
    if (oldest) this.drop(key, (other) => other === oldest);
  }

  private drop(key: string, goes: (stored: Stored) => boolean): void {
    const kept: Stored[] = [];
    for (const stored of this.groups.get(key) ?? []) {
      if (goes(stored)) this.steps -= stored.hashes.length / 2;
      else kept.push(stored);
    }
    if (kept.length > 0) this.groups.set(key, kept);
    else this.groups.delete(key);
  }
}

function keyOf(workspace: string, steps: Steps, least: number): string | undefined {
  return steps.hashes.length < least * 2 ? undefined : `${hexOf(steps.hashes, least - 1)} ${workspace}`;
}

function hexOf(hashes: Uint32Array, step: number): string {
  return [hashes[step * 2], hashes[step * 2 + 1]].map((half) => (half ?? 0).toString(16).padStart(8, '0')).join('');
}

// Hashes are cumulative, so that the first that differs ends what is the same.
function commonSteps(a: Uint32Array, b: Uint32Array): number {
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at < length && a[at] === b[at] && a[at + 1] === b[at + 1]) at += 2;
  return at / 2;
}
