import { inspect } from 'node:util';
import { ForewarmError } from '@forewarm/core';
import { expect } from 'vitest';
import { ask, type Suite } from './context.js';
import { PLAIN } from './parts.js';
import { CONFORMANCE_KEY, type Demand, type Situation, type Subject } from './subject.js';

const WORDS = 'the backend’s own words';

const REFUSALS: readonly (readonly [number, Partial<ForewarmError>])[] = [
  [400, { code: 'invalid-request', retryable: false }],
  [401, { code: 'unauthorized', retryable: false }],
  [403, { code: 'unauthorized', retryable: false }],
  [404, { code: 'not-found', retryable: false }],
  [429, { code: 'rate-limited', retryable: true, retryAfterMs: 7_000 }],
  [500, { code: 'upstream', retryable: true }],
  [529, { code: 'overloaded', retryable: true }],
];

/** Errors are typed, without secrets; text before one stays. */
export function checkFailures<P>({ setup, check }: Suite<P>): void {
  for (const [status, expected] of REFUSALS) {
    check(`a refusal with ${status} is typed`, ['situations'], async () => {
      const subject = await setup({ refuse: { status, words: WORDS, ...(status === 429 && { retryAfter: 7 }) } });
      for (const error of await bothErrors(subject)) {
        expect(error).toBeInstanceOf(ForewarmError);
        expect(error).toMatchObject({ ...expected, status });
      }
    });
    check(`a refusal with ${status} is told in the backend’s words`, ['situations', 'words'], async () => {
      const subject = await setup({ refuse: { status, words: WORDS } });
      for (const error of await bothErrors(subject)) expect(error.message).toContain(WORDS);
    });
  }

  check('a wrong key is told as one', ['situations'], () => expectCode({ check: 'key' }, 'unauthorized'));
  check('a wrong model is told as one', ['situations'], () => expectCode({ check: 'model' }, 'not-found'));

  check('no error repeats a secret', ['situations'], async () => {
    const words = `Bad key ${CONFORMANCE_KEY}; Authorization: Bearer abc.def.ghi; x-api-key: another-Secret-1`;
    for (const html of [false, true]) {
      const subject = await setup({ refuse: { status: 401, words, html } });
      for (const error of await bothErrors(subject)) {
        const told = inspect(error, { depth: 8 });
        for (const secret of [CONFORMANCE_KEY, 'abc.def.ghi', 'another-Secret-1']) expect(told).not.toContain(secret);
      }
    }
  });

  check('a page of HTML with an error status is an error with that status', ['situations'], async () => {
    const subject = await setup({ refuse: { status: 502, words: 'Bad gateway', html: true } });
    for (const error of await bothErrors(subject)) {
      expect(error).toMatchObject({ code: 'upstream', status: 502, retryable: true });
      expect(error.message).not.toContain('<');
    }
  });

  check('a page of HTML that says all is well is an error too', ['situations'], async () => {
    const subject = await setup({ refuse: { status: 200, words: 'Please sign in', html: true } });
    for (const error of await bothErrors(subject)) expect(error).toMatchObject({ code: 'upstream' });
  });

  check('a redirect to a page that wants a sign-in is an error', ['situations'], async () => {
    const subject = await setup({ redirect: 'sign-in' });
    for (const error of await bothErrors(subject)) {
      expect(error).toBeInstanceOf(ForewarmError);
      expect(error).toMatchObject({ code: 'upstream' });
      expect(error.message).not.toContain('<');
    }
  });

  check('a redirect in a circle ends as an error', ['situations'], async () => {
    const subject = await setup({ redirect: 'circle' });
    for (const error of await bothErrors(subject)) {
      expect(error).toBeInstanceOf(ForewarmError);
      expect(error).toMatchObject({ code: 'unreachable' });
    }
  });

  for (const endless of ['event', 'error'] as const) {
    const demands: readonly Demand[] = endless === 'event' ? ['situations', 'bounded events'] : ['situations'];
    check(`an ${endless} without end is not read to its end`, demands, async () => {
      const { adapter, prefix, requests } = await setup({ endless });
      const { error } = await ask(adapter, prefix(PLAIN));
      expect(error).toBeInstanceOf(ForewarmError);
      expect((error as Error).message.length).toBeLessThan(700);
      expect(requests[0]!.sent).toBeLessThan(100 * 1024 * 1024);
    });
  }

  check('a warm is sent once, however often the client would retry', ['situations', 'warm'], async () => {
    const { adapter, prefix, requests } = await setup({ refuse: { status: 529, words: WORDS }, retries: 3 });
    await expect(adapter.warm(prefix(PLAIN))).rejects.toMatchObject({ code: 'overloaded' });
    expect(requests).toHaveLength(1);
  });

  check('a backend that is gone is unreachable', ['situations'], async () => {
    const subject = await setup();
    await subject.close();
    for (const error of await bothErrors(subject))
      expect(error).toMatchObject({ code: 'unreachable', retryable: true });
  });

  for (const end of ['quiet', 'cut'] as const) {
    check(
      `a stream that ends ${end === 'quiet' ? 'quietly' : 'by a broken connection'} keeps what had come`,
      ['situations'],
      async () => {
        const { adapter, prefix } = await setup({ answer: ['Half of ', 'it'], end });
        const { error, text } = await ask(adapter, prefix(PLAIN));
        expect(text).toBe('Half of it');
        expect(error).toMatchObject({ code: 'stream-cut', retryable: true });
      },
    );
  }

  check(
    'a backend that refuses the first way of warming is warmed by another or not at all',
    ['situations', 'warm'],
    async () => {
      const { adapter, prefix, requests } = await setup({ refuseWarm: 'no-output' });
      const warmed = await adapter.warm(prefix(PLAIN));
      const tries = requests.length;
      expect((await adapter.warm(prefix({ ...PLAIN, messages: [{ role: 'user', content: 'More.' }] }))).status).toBe(
        warmed.status,
      );
      // The first warm learned the method.
      expect(requests.length - tries).toBeLessThanOrEqual(1);
      expect((await ask(adapter, prefix(PLAIN))).error).toBeUndefined();
      return warmed.status === 'warmed' ? (warmed.method ?? undefined) : 'skipped';
    },
  );

  check('a backend that refuses every warm is left alone, and still asked', ['situations', 'warm'], async () => {
    const { adapter, prefix, requests } = await setup({ refuseWarm: 'all' });
    expect(await adapter.warm(prefix(PLAIN))).toMatchObject({ status: 'skipped', reason: 'unsupported' });
    const tries = requests.length;
    expect(await adapter.warm(prefix(PLAIN))).toMatchObject({ status: 'skipped', reason: 'unsupported' });
    expect(requests).toHaveLength(tries);
    expect((await ask(adapter, prefix(PLAIN))).error).toBeUndefined();
  });

  async function expectCode(situation: Situation, code: string): Promise<void> {
    const subject = await setup(situation);
    const parts = { ...PLAIN, ...(situation.check === 'model' && { model: 'no-such-model' }) };
    for (const error of await bothErrors(subject, parts)) {
      expect(error).toMatchObject({ code, retryable: false });
      expect(error.message).not.toContain(CONFORMANCE_KEY);
    }
  }
}

async function bothErrors<P>({ adapter, prefix }: Subject<P>, parts = PLAIN): Promise<ForewarmError[]> {
  const asked = (await ask(adapter, prefix(parts))).error;
  const warmed =
    adapter.abilities?.warm === false ? [] : [await adapter.warm(prefix(parts)).catch((thrown: unknown) => thrown)];
  return [asked, ...warmed] as ForewarmError[];
}
