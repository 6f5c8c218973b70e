import { expect } from 'vitest';
import { collect } from '../collect.js';
import { ask, type Suite } from './context.js';
import { PLAIN, QUESTION, TEXTS } from './parts.js';

const MEGABYTE = 1024 * 1024;

/** Unchanged, no faster than read, many at once. */
export function checkFlow<P>({ setup, check }: Suite<P>): void {
  for (const [kind, text] of TEXTS) {
    check(`unusual text in the answer, byte by byte: ${kind}`, ['situations'], async () => {
      const { adapter, prefix } = await setup({ answer: [text, '', text], carry: 'bytes' });
      expect(await ask(adapter, prefix(PLAIN))).toMatchObject({ text: text + text, error: undefined });
    });
  }

  check('a surrogate pair split between two pieces is one character again', ['situations'], async () => {
    const { adapter, prefix } = await setup({ answer: ['A\ud83d', '\ude00B'] });
    expect(await ask(adapter, prefix(PLAIN))).toMatchObject({ text: 'A😀B', error: undefined });
  });

  check('an answer of 10 MB arrives whole', ['situations'], async () => {
    const piece = 'x'.repeat(64 * 1024);
    const { adapter, prefix } = await setup({ answer: Array.from({ length: 160 }, () => piece) });
    const { text, error } = await ask(adapter, prefix(PLAIN));
    expect(error).toBeUndefined();
    expect(text.length).toBe(10 * MEGABYTE);
  });

  check('nothing is read ahead of a slow reader', ['situations'], async () => {
    const piece = 'x'.repeat(64 * 1024);
    const subject = await setup({ answer: Array.from({ length: 1_000 }, () => piece) });
    const answer = subject.adapter.ask(subject.prefix(PLAIN), { question: QUESTION })[Symbol.asyncIterator]();
    while ((await answer.next()).value?.type !== 'text');
    // Constant once the system's buffers are full.
    const sent = (): number => subject.requests[0]!.sent;
    let before = -1;
    while (before !== sent()) {
      before = sent();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(before).toBeLessThan(32 * MEGABYTE);
    await answer.return?.();
    await expect.poll(() => subject.requests[0]!.closed).toBe(true);
  });

  check(
    'what arrives is a sign of life, also where nothing is told of it yet',
    ['situations', 'signs of life', 'tools'],
    async () => {
      const pieces = ['{"topic":"', ...Array.from({ length: 50 }, (_, n) => `${n},`), '"}'];
      const { adapter, prefix } = await setup({ toolInput: pieces });
      let signs = 0;
      const { events } = await collect(adapter.ask(prefix(PLAIN), { question: QUESTION }, { alive: () => signs++ }));
      expect(events.map(({ type }) => type)).toEqual(['start', 'tool-call', 'finish']);
      expect(signs).toBeGreaterThanOrEqual(pieces.length);
    },
  );

  check('a proxy that holds the answer back until it is whole', ['situations'], async () => {
    const { adapter, prefix } = await setup({ answer: ['Yes', '.'], carry: 'whole' });
    expect(await ask(adapter, prefix(PLAIN))).toMatchObject({ text: 'Yes.', error: undefined });
  });

  check('headers that come late', ['situations'], async () => {
    const { adapter, prefix } = await setup({ delayMs: 300 });
    expect((await ask(adapter, prefix(PLAIN))).events.at(-1)).toMatchObject({ type: 'finish' });
  });

  check('a redirect that keeps method and body is followed', ['situations'], async () => {
    const { adapter, prefix } = await setup({ redirect: 'once' });
    expect((await ask(adapter, prefix(PLAIN))).events.at(-1)).toMatchObject({ type: 'finish' });
  });

  check('many asks and warms at once stay apart', ['sense'], async () => {
    const { adapter, prefix } = await setup();
    const shared = prefix(PLAIN);
    const warms = Array.from({ length: 5 }, () => adapter.warm(shared));
    const asks = Array.from({ length: 20 }, async (_, n) => {
      const { text, error } = await ask(adapter, shared, { question: `What is said of topic${n}?` });
      expect(error).toBeUndefined();
      expect(text).toContain(`topic${n}`);
    });
    await Promise.all([...asks, ...warms]);
  });

  check('what is left half done rejects nothing behind our back', ['situations'], async () => {
    const loose: unknown[] = [];
    const note = (reason: unknown): void => void loose.push(reason);
    process.on('unhandledRejection', note);
    try {
      const failing = await setup({ refuse: { status: 500, words: 'No' } });
      failing.adapter.ask(failing.prefix(PLAIN), { question: QUESTION });
      await ask(failing.adapter, failing.prefix(PLAIN));
      const holding = await setup({ answer: ['Text. '], end: 'hold' });
      const stop = new AbortController();
      const answer = holding.adapter.ask(holding.prefix(PLAIN), { question: QUESTION }, { signal: stop.signal });
      const reader = answer[Symbol.asyncIterator]();
      while ((await reader.next()).value?.type !== 'text');
      stop.abort();
      await expect.poll(() => holding.requests[0]!.closed).toBe(true);
      // Node reports rejections after the microtasks.
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(loose).toEqual([]);
    } finally {
      process.off('unhandledRejection', note);
    }
  });
}
