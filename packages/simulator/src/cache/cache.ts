import type { Prompt } from './prompt.js';
import { PromptCache, type Asking, type CacheEntry, type Lookup } from './promptCache.js';
import { StepCache } from './stepCache.js';

/** Both caches behind one face: a prompt goes to the one it is rendered for. */
export class Cache {
  private readonly marked: PromptCache;
  private readonly stepped: StepCache;

  constructor(maxEntries: number, ttlScale: number) {
    this.marked = new PromptCache(maxEntries, ttlScale);
    this.stepped = new StepCache(ttlScale);
  }

  /** Finds the longest readable prefix; changes nothing by itself. */
  lookup(prompt: Prompt, asking: Asking): Lookup {
    const { steps } = prompt;
    return steps ? this.stepped.lookup({ ...prompt, steps }, asking) : this.marked.lookup(prompt, asking);
  }

  /** Drops every entry, or those of one workspace. */
  evict(workspace?: string): void {
    this.marked.evict(workspace);
    this.stepped.evict(workspace);
  }

  /** The entries that can be read at `now`, in milliseconds since the epoch. */
  entries(now: number): CacheEntry[] {
    return [...this.marked.entries(now), ...this.stepped.entries(now)];
  }
}
