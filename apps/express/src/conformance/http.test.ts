import { http } from '@forewarm/adapters/http';
import { collect } from '@forewarm/testing';
import { CONFORMANCE_KEY, describeAdapter, type Situation } from '@forewarm/testing/conformance';
import { expect, test } from 'vitest';
import { cannot, openStack } from './stack.js';

describeAdapter(
  'http',
  async (situation) => {
    const { url, ...stack } = await openStack(situation);
    return { ...stack, adapter: http({ url }) };
  },
  { cannot },
);

test.each<[string, Situation]>([
  ['a refusal', { refuse: { status: 500, words: 'org-inside is out of credit' } }],
  [
    'a refusal that holds a secret',
    { refuse: { status: 401, words: `${CONFORMANCE_KEY} of org-inside is not known` } },
  ],
  ['a page in the answer’s place', { refuse: { status: 200, words: 'org-inside: sign in', html: true } }],
])('the provider’s words stay with the server: %s', async (_kind, situation) => {
  const { url, prefix, close } = await openStack(situation);
  const adapter = http({ url });
  const ref = prefix({ system: 'Long enough to be warmed. '.repeat(500) });
  const warmed = await adapter.warm(ref).catch((thrown: unknown) => thrown);
  const { error } = await collect(adapter.ask(ref, { question: 'Q' }));
  await close();
  for (const each of [error, warmed]) {
    expect(each).toBeInstanceOf(Error);
    expect((each as Error).message).not.toMatch(/org-inside|redacted/);
  }
});
