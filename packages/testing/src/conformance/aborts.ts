import type { AskEvent } from '@forewarm/core';
import { expect } from 'vitest';
import { ask, type Suite } from './context.js';
import { PLAIN, QUESTION } from './parts.js';
import type { Subject } from './subject.js';

const REASON = new Error('The person has left.');

/** A caller that leaves is heeded at once, and the connection ends. */
export function checkAborts<P>({ setup, check }: Suite<P>): void {
  check('an abort before the call sends nothing', [], async () => {
    const { adapter, prefix, requests } = await setup();
    const signal = AbortSignal.abort(REASON);
    expect((await ask(adapter, prefix(PLAIN), { signal })).error).toBe(REASON);
    await expect(adapter.warm(prefix(PLAIN), { signal })).rejects.toBe(REASON);
    expect(requests).toHaveLength(0);
  });

  check('an abort before the first token closes the upstream', ['situations'], async () => {
    const subject = await setup({ hang: true });
    const stop = new AbortController();
    const answer = ask(subject.adapter, subject.prefix(PLAIN), { signal: stop.signal });
    await expect.poll(() => subject.requests.length).toBe(1);
    stop.abort(REASON);
    expect(await answer).toMatchObject({ events: [], error: REASON });
    await expectClosed(subject);
  });

  check('an abort of a warm closes the upstream', ['situations', 'warm', 'own warms'], async () => {
    const subject = await setup({ hang: true });
    const stop = new AbortController();
    const warm = subject.adapter.warm(subject.prefix(PLAIN), { signal: stop.signal });
    const ended = warm.catch((thrown: unknown) => thrown);
    await expect.poll(() => subject.requests.length).toBe(1);
    stop.abort(REASON);
    expect(await ended).toBe(REASON);
    await expectClosed(subject);
  });

  check('an abort after the first token closes the upstream, and no text follows it', ['situations'], async () => {
    const subject = await setup({ answer: Array.from({ length: 50 }, () => 'Text. '), end: 'hold' });
    const stop = new AbortController();
    const answer = subject.adapter.ask(subject.prefix(PLAIN), { question: QUESTION }, { signal: stop.signal });
    const seen: AskEvent[] = [];
    const read = async (): Promise<void> => {
      for await (const event of answer) {
        seen.push(event);
        if (event.type === 'text') stop.abort(REASON);
      }
    };
    await expect(read()).rejects.toBe(REASON);
    expect(seen.map(({ type }) => type)).toEqual(['start', 'text']);
    await expectClosed(subject);
  });

  check('leaving the loop closes the upstream', ['situations'], async () => {
    const subject = await setup({ answer: ['Text. '], end: 'hold' });
    for await (const event of subject.adapter.ask(subject.prefix(PLAIN), { question: QUESTION })) {
      if (event.type === 'text') break;
    }
    await expectClosed(subject);
  });

  check('an abort after the end changes nothing', [], async () => {
    const { adapter, prefix } = await setup();
    const stop = new AbortController();
    const { events, error } = await ask(adapter, prefix(PLAIN), { signal: stop.signal });
    stop.abort(REASON);
    expect(error).toBeUndefined();
    expect(events.at(-1)).toMatchObject({ type: 'finish' });
  });
}

async function expectClosed<P>({ requests }: Subject<P>): Promise<void> {
  await expect.poll(() => requests.map(({ closed }) => closed)).toEqual([true]);
}
