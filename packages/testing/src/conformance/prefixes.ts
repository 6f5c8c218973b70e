import { isText, type TurnPart } from '@forewarm/core';
import { expect } from 'vitest';
import type { Passed } from '../gateway.js';
import { ask, type Suite } from './context.js';
import { PLAIN, QUESTION, SHAPES, TEXTS } from './parts.js';
import type { Demand, PrefixParts, Subject } from './subject.js';

/** The ask reads what the warm wrote. */
export function checkPrefixes<P>({ setup, check }: Suite<P>): void {
  for (const [shape, parts] of SHAPES) {
    const hasImages = parts.turns?.some((turn) => turn.parts);
    const demands: readonly Demand[] = [
      'warm',
      ...(parts.tools ? ['tools' as const] : hasImages ? ['images' as const] : []),
    ];
    check(`an ask after a warm is a hit: ${shape}`, demands, async () => {
      const { events, error } = await warmAndAsk(await setup(), parts);
      expect(error).toBeUndefined();
      expect(events.at(-1)).toMatchObject({ type: 'finish', outcome: 'hit' });
    });
    check(`warm extends to ask byte for byte: ${shape}`, [...demands, 'requests'], async () => {
      const subject = await setup();
      await warmAndAsk(subject, parts);
      expectShared(subject, parts);
    });
  }

  check('a prefix without a block is asked, and not warmed', [], async () => {
    const { adapter, prefix, requests } = await setup();
    expect(await adapter.warm(prefix({}))).toMatchObject({ status: 'skipped' });
    expect(requests).toHaveLength(0);
    const { events, error } = await ask(adapter, prefix({}));
    expect(error).toBeUndefined();
    expect(events.at(-1)).toMatchObject({ type: 'finish' });
  });

  for (const [kind, text] of TEXTS) {
    check(`unusual text in the prefix and the question: ${kind}`, ['requests'], async () => {
      const { adapter, prefix, requests } = await setup();
      const question = `What of ${text}?`;
      const { error } = await ask(adapter, prefix({ system: `${PLAIN.system as string}\n${text}` }), { question });
      expect(error).toBeUndefined();
      const [request] = requests;
      expectText(request, text);
      expectText(request, question);
    });
  }

  check('a prefix of 10 MB arrives whole', ['requests', 'long prompts'], async () => {
    const { adapter, prefix, requests } = await setup();
    const text = `${'0123456789abcdef'.repeat(640 * 1024)}.`;
    const { error } = await ask(adapter, prefix({ system: text }));
    expect(error).toBeUndefined();
    expectText(requests[0], text);
  });

  check('a warm gives the hash, and an ask on another prefix says that it drifted', ['warm'], async () => {
    const { adapter, prefix } = await setup();
    const warmed = await adapter.warm(prefix(PLAIN));
    if (warmed.status !== 'warmed') throw new Error('The prefix was not warmed.');
    const { hash: expectHash } = warmed;
    const same = await ask(adapter, prefix(PLAIN), { expectHash });
    expect(same.events[0]).toMatchObject({ type: 'start', hash: expectHash, drifted: false });
    const other = await ask(adapter, prefix({ system: `${PLAIN.system as string}!` }), { expectHash });
    expect(other.events[0]).toMatchObject({ type: 'start', drifted: true });
  });
}

async function warmAndAsk<P>({ adapter, prefix }: Subject<P>, parts: PrefixParts): ReturnType<typeof ask> {
  expect(await adapter.warm(prefix(parts))).toMatchObject({ status: 'warmed' });
  return ask(adapter, prefix(parts));
}

function expectShared<P>({ requests, promptOf = (body) => body }: Subject<P>, parts: PrefixParts): void {
  // With refused ways of warming.
  expect(requests.length).toBeGreaterThanOrEqual(2);
  const [warmed = '', asked = ''] = requests.slice(-2).map(({ body }) => promptOf(body));
  const shared = commonStart(warmed, asked);
  for (const text of textsOf(parts)) expect(shared).toContain(JSON.stringify(text).slice(1, -1));
  expect(warmed).not.toContain(QUESTION);
  expect(asked.slice(shared.length)).toContain(QUESTION);
}

function commonStart(one: string, other: string): string {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return one.slice(0, at);
}

function textsOf({ tools = [], system = [], messages = [], turns = [] }: PrefixParts): string[] {
  const contents = [system, ...messages.map(({ content }) => content)];
  const texts = contents.flatMap((content) =>
    typeof content === 'string' ? [content] : content.map((block) => (isText(block) ? block.text : '')),
  );
  return [
    ...tools.flatMap(({ name, description = '' }) => [name, description]),
    ...texts,
    ...turns.flatMap(({ question, parts = [], answer }) => [...parts.map(contentOf), question, answer]),
  ];
}

function contentOf(part: TurnPart): string {
  return part.type === 'image' ? part.data : part.text;
}

export function expectText(request: Passed | undefined, text: string): void {
  const found: string[] = [];
  JSON.parse(request?.body ?? 'null', (_key, value: unknown) => {
    if (typeof value === 'string') found.push(value);
    return value;
  });
  // `toContain` would print all of the text.
  expect(found.some((value) => value.includes(text))).toBe(true);
}
