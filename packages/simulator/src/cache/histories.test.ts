import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { PromptBuilder, type Prompt } from './prompt.js';
import { PromptCache, type Lookup } from './promptCache.js';
import { countTokens } from './tokens.js';

vi.setConfig({ testTimeout: 60_000 });

const MINUTE = 60_000;
const TTL = { '5m': 5 * MINUTE, '1h': 60 * MINUTE } as const;
const MIN_TOKENS = 20;

interface Block {
  readonly text: string;
  readonly ttl?: '5m' | '1h' | undefined;
}

interface Event {
  readonly afterMs: number;
  readonly workspace: string;
  readonly model: string;
  readonly blocks: readonly Block[];
  /** Until the prefill ends, others can't read the writes. */
  readonly prefillMs: number;
  readonly evict: boolean;
}

/** Compares whole prompts literally, as the facts page says. */
class NaiveCache {
  private entries: {
    workspace: string;
    model: string;
    texts: readonly string[];
    ttl: '5m' | '1h';
    readableAt: number;
    expiresAt: number;
  }[] = [];

  serve(event: Event, start: number): { read: number; written: number } {
    const { blocks, workspace, model } = event;
    const breakpoints = blocks.flatMap((block, at) => (block.ttl && tokensOf(blocks, at) >= MIN_TOKENS ? [at] : []));
    const readable = (at: number) =>
      this.entries.filter(
        (entry) =>
          entry.workspace === workspace &&
          entry.model === model &&
          entry.readableAt <= start &&
          entry.expiresAt > start &&
          JSON.stringify(entry.texts) === JSON.stringify(blocks.slice(0, at + 1).map(({ text }) => text)),
      );
    // The longest prefix with an entry, among all checked positions.
    const looked = breakpoints
      .flatMap((at) => Array.from({ length: 20 }, (_, back) => at - back))
      .filter((at) => at >= 0);
    const hit = Math.max(-1, ...looked.filter((place) => readable(place).length > 0));
    for (const at of [...breakpoints.filter((mark) => mark < hit), hit]) {
      for (const entry of at < 0 ? [] : readable(at))
        entry.expiresAt = Math.max(entry.expiresAt, start + TTL[entry.ttl]);
    }
    for (const at of breakpoints) {
      if (at <= hit && readable(at).length > 0) continue;
      const ttl = blocks[at]?.ttl ?? '5m';
      const texts = blocks.slice(0, at + 1).map(({ text }) => text);
      this.entries.push({
        workspace,
        model,
        texts,
        ttl,
        readableAt: start + event.prefillMs,
        expiresAt: start + TTL[ttl],
      });
    }
    const read = hit < 0 ? 0 : tokensOf(blocks, hit);
    const end = Math.max(read, ...breakpoints.map((at) => tokensOf(blocks, at)));
    return { read, written: end - read };
  }

  evict(workspace: string): void {
    this.entries = this.entries.filter((entry) => entry.workspace !== workspace);
  }
}

function tokensOf(blocks: readonly Block[], upTo: number): number {
  return blocks.slice(0, upTo + 1).reduce((sum, { text }) => sum + countTokens(text), 0);
}

function render({ model, blocks }: Pick<Event, 'model' | 'blocks'>): Prompt {
  const builder = new PromptBuilder(model);
  blocks.forEach(({ text, ttl }, n) => {
    builder.block('messages', `messages.${n}`, [text], { ttl });
  });
  return builder.finish();
}

const blocks = fc
  .array(
    fc.record({
      text: fc.constantFrom('a'.repeat(40), 'b'.repeat(40), 'c', 'dd', ''),
      ttl: fc.constantFrom(undefined, '5m', '1h'),
    }),
    {
      minLength: 1,
      maxLength: 30,
      size: 'max',
    },
  )
  .map((all): Block[] => {
    // At most four breakpoints, 1 h before 5 min, as the API requires.
    const marked = all.flatMap(({ ttl }, at) => (ttl ? [at] : [])).slice(0, 4);
    const hours = marked.filter((at) => all[at]?.ttl === '1h').length;
    return all.map(({ text }, at) =>
      marked.includes(at) ? { text, ttl: marked.indexOf(at) < hours ? '1h' : '5m' } : { text },
    );
  });

const event: fc.Arbitrary<Event> = fc.record({
  afterMs: fc.constantFrom(
    0,
    1,
    1000,
    2000,
    2 * MINUTE,
    4 * MINUTE,
    5 * MINUTE - 1,
    5 * MINUTE,
    31 * MINUTE,
    60 * MINUTE,
  ),
  workspace: fc.constantFrom('one', 'two'),
  model: fc.constantFrom('m', 'n'),
  blocks,
  prefillMs: fc.constantFrom(0, 500, 3000),
  evict: fc.boolean(),
});

// Turns repeat and extend earlier ones, for enough hits.
const history = fc
  .array(fc.record({ event, again: fc.nat({ max: 5 }), grow: fc.boolean() }), {
    minLength: 1,
    maxLength: 25,
    size: 'max',
  })
  .map((steps) => {
    const events: Event[] = [];
    for (const { event: next, again, grow } of steps) {
      const earlier = events.at(-again);
      const kept =
        again > 0 && earlier
          ? { ...next, model: earlier.model, workspace: earlier.workspace, blocks: earlier.blocks }
          : next;
      const grown =
        grow && again > 0
          ? { ...kept, blocks: [...kept.blocks.map(({ text }) => ({ text })), { text: 'more', ttl: '5m' as const }] }
          : kept;
      events.push(again === 5 ? { ...grown, evict: next.evict } : { ...grown, evict: false });
    }
    return events;
  });

describe('the prompt cache, against one that keeps whole prompts and compares them literally', () => {
  it('reads and writes the same over any history', () => {
    let hits = 0;
    fc.assert(
      fc.property(history, (events) => {
        const cache = new PromptCache(10_000, 1);
        const naive = new NaiveCache();
        const pending: { at: number; lookup: Lookup }[] = [];
        let now = 0;
        for (const next of events) {
          now += next.afterMs;
          for (const { lookup } of pending.filter(({ at }) => at <= now)) lookup.commit();
          pending.splice(0, pending.length, ...pending.filter(({ at }) => at > now));
          const lookup = cache.lookup(render(next), {
            workspace: next.workspace,
            requestId: 'r',
            startedAt: now,
            now,
            minTokens: MIN_TOKENS,
          });
          lookup.use();
          const expected = naive.serve(next, now);
          expect({ read: lookup.read, written: lookup.write }).toEqual(expected);
          expect(Object.values(lookup.writes).reduce((a, b) => a + b, 0)).toBe(lookup.write);
          if (lookup.read > 0) hits++;
          if (next.prefillMs === 0) lookup.commit();
          else pending.push({ at: now + next.prefillMs, lookup });
          if (next.evict && pending.length === 0) {
            cache.evict(next.workspace);
            naive.evict(next.workspace);
          }
        }
      }),
      { numRuns: 1500, seed: 1 },
    );
    expect(hits).toBeGreaterThan(1500);
  });
});

describe('the cache by steps, against whole prompts compared literally', () => {
  const STEP = 4;
  const words = fc
    .array(fc.constantFrom('x'.repeat(16), 'y'.repeat(16), 'z'), { minLength: 1, maxLength: 12 })
    .map((all) => all.join(''));
  const steps = (text: string): Prompt => {
    const builder = new PromptBuilder('m', { stepTokens: STEP, ttl: 'lru' });
    builder.block('messages', 'messages.0', [text]);
    return builder.finish();
  };

  it('reads the longest common beginning in whole steps', () => {
    let hits = 0;
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 20 }), (texts) => {
        const cache = new PromptCache(10_000, 1);
        const before: string[] = [];
        for (const text of texts) {
          const prompt = steps(text);
          const asking = { workspace: 'w', requestId: 'r', startedAt: 0, now: 0, minTokens: STEP };
          const lookup = cache.lookup(prompt, asking);
          const common = Math.max(0, ...before.map((other) => commonLength(other, text)));
          expect(lookup.read).toBe(Math.floor(common / (STEP * 4)) * STEP);
          if (lookup.read > 0) hits++;
          lookup.use();
          lookup.commit();
          before.push(text);
        }
      }),
      { numRuns: 300, seed: 1 },
    );
    expect(hits).toBeGreaterThan(300);
  });
});

function commonLength(a: string, b: string): number {
  let at = 0;
  while (at < Math.min(a.length, b.length) && a[at] === b[at]) at++;
  return at;
}
