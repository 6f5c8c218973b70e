import { definePrefix, type Prefix, type PrefixRef, type TurnPart } from '@forewarm/core';
import { type ScriptedAdapter, scriptedAdapter } from '@forewarm/testing';
import { describe, expect, test } from 'vitest';
import type { AttachmentOptions } from './attachments.js';
import { createHandler, type Handler } from './handler.js';
import type { HandlerOptions } from './options.js';

const doc = definePrefix({ model: 'm', system: 'Doc.' });
const REF: PrefixRef = { id: 'doc' };
/** The first bytes of a PNG, and `bytes` in all. */
const png = (bytes = 24): TurnPart => ({
  type: 'image',
  mediaType: 'image/png',
  data: Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(bytes - 8)]).toString('base64'),
  name: 'dot.png',
});
const note = (text = 'A note.'): TurnPart => ({ type: 'text', text, name: 'note.txt' });

function setup(
  attachments: HandlerOptions['attachments'] = true,
  options: Partial<HandlerOptions> = {},
): { handler: Handler; adapter: ScriptedAdapter<Prefix> } {
  const adapter = scriptedAdapter<Prefix>();
  return { adapter, handler: createHandler({ adapter, prefixes: { doc }, attachments, ...options }) };
}

const post = (handler: Handler, path: string, body: object): Promise<Response> =>
  handler(
    new Request(`http://localhost/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prefix: REF, question: 'Q?', ...body }),
    }),
  );

test('what goes with a question reaches the model with it, and as its thread from then on', async () => {
  const { handler, adapter } = setup();
  const parts = [png(), note()];
  expect(await (await post(handler, 'ask', { parts })).text()).toContain('Yes.');
  expect(adapter.asks[0]!.turn).toEqual({ question: 'Q?', parts });
  const prefix = { ...REF, thread: [{ question: 'Q?', parts, answer: 'Yes.' }] };
  await post(handler, 'warm', { prefix, question: undefined });
  await (await post(handler, 'ask', { prefix, question: 'And?' })).text();
  expect(adapter.asks[1]!.turn).toEqual({ question: 'And?' });
  expect(adapter.asks[1]!.prefix.messages[0]!.content.map(({ type }) => type)).toEqual(['image', 'text', 'text']);
  expect(adapter.warms.map(({ prefix: { hash } }) => hash)).toEqual([adapter.asks[1]!.prefix.hash]);
});

test('4 MB go through, which without attachments is too much for a body', async () => {
  const thread = [{ question: 'Q', parts: [png(3_000_000)], answer: 'A' }];
  expect((await post(setup().handler, 'ask', { prefix: { ...REF, thread } })).status).toBe(200);
  expect((await post(setup(false).handler, 'ask', { prefix: { ...REF, thread } })).status).toBe(413);
});

describe('refused before anything is asked', () => {
  const six = Array.from({ length: 6 }, () => note());
  const { type, mediaType } = png() as TurnPart & { mediaType: string };
  const cases: [string, AttachmentOptions | boolean, object, number, string][] = [
    ['none are taken', false, { parts: [note()] }, 400, 'body.parts: this server takes no attachments'],
    [
      'none are taken, in the thread',
      false,
      { prefix: { ...REF, thread: [{ question: 'Q', parts: [note()], answer: 'A' }] } },
      400,
      'body.prefix.thread.0.parts: this server takes no attachments',
    ],
    ['too many', true, { parts: six }, 413, 'body.parts: there are 6 attachments; at most 5 are allowed.'],
    [
      'an image too large',
      { maxImageBytes: 100 },
      { parts: [note(), png(101)] },
      413,
      'body.parts.1 ("dot.png") has 101 bytes; at most 100 are allowed.',
    ],
    [
      'a text too long',
      { maxTextLength: 10 },
      { parts: [note('x'.repeat(11))] },
      413,
      'body.parts.0 ("note.txt") has 11 characters; at most 10 are allowed.',
    ],
    [
      'too much in the whole conversation',
      { maxTotalBytes: 100 },
      { parts: [png(60)], prefix: { ...REF, thread: [{ question: 'Q', parts: [png(60)], answer: 'A' }] } },
      413,
      'The attachments of this conversation have 120 bytes; at most 100 are allowed.',
    ],
    ['images where only texts are', { images: false }, { parts: [png()] }, 400, 'is an image; only texts are allowed'],
    [
      'one kind said to be another',
      true,
      { parts: [{ ...png(), mediaType: 'image/webp' }] },
      400,
      'body.parts.0 ("dot.png") does not begin as image/webp does.',
    ],
    ['a kind there is not', true, { parts: [{ ...png(), mediaType: 'image/svg+xml' }] }, 400, 'body.parts.0.mediaType'],
    ['no base64', true, { parts: [{ type, mediaType, data: 'iVBOR\n0K' }] }, 400, 'body.parts.0.data is not base64.'],
    ['an address', true, { parts: [{ type, mediaType, url: 'http://10.0.0.1/' }] }, 400, 'body.parts.0.data'],
    ['a blank text', true, { parts: [note(' ')] }, 400, 'body.parts.0.text: must not be blank'],
    ['a field too many', true, { parts: [{ ...note(), cache_control: {} }] }, 400, 'body.parts.0: '],
    [
      'a chat’s file that is none of these',
      true,
      {
        question: undefined,
        messages: [
          {
            role: 'user',
            parts: [
              {
                type: 'file',
                mediaType: 'application/pdf',
                filename: 'a.pdf',
                url: 'data:application/pdf;base64,AAAA',
              },
              { type: 'text', text: 'Q?' },
            ],
          },
        ],
      },
      400,
      'The file "a.pdf" is "application/pdf"; send a text or one of image/png',
    ],
  ];
  test.each(cases)('%s', async (_what, attachments, body, status, message) => {
    const { handler, adapter } = setup(attachments);
    const response = await post(handler, 'ask', body);
    expect(await response.json()).toMatchObject({
      error: { code: 'invalid-request', message: expect.stringContaining(message) },
    });
    expect([response.status, adapter.asks]).toEqual([status, []]);
  });
});

test.each<[HandlerOptions['attachments'], string]>([
  [{ most: 0 }, 'createHandler: attachments.most is 0; it must be a whole number, 1 or more'],
  [{ image: true } as AttachmentOptions, 'attachments.image is no option. Did you mean attachments.images?'],
  ['yes' as never, 'attachments is "yes"; it must be true, false or its options'],
])('an option that can’t be is refused by name: %j', (attachments, message) => {
  expect(() => setup(attachments)).toThrow(message);
});

test('an adapter that sends none is told apart when the handler is made', () => {
  const adapter = { ...scriptedAdapter<Prefix>(), name: 'own', abilities: {} };
  expect(() => createHandler({ adapter, prefixes: { doc }, attachments: true })).toThrow(
    'createHandler: attachments is on, but the adapter own sends none',
  );
});

describe('what must not change between two requests', () => {
  test('a signature holds for the attachments too', async () => {
    const { handler, adapter } = setup(true, { signTurns: 'a secret of this test, long enough' });
    const told = await (await post(handler, 'ask', { parts: [png()] })).text();
    const signature = /"signature":"([0-9a-f]{64})"/.exec(told)![1];
    const ask = (parts: readonly TurnPart[] | undefined): Promise<Response> => {
      const thread = [{ question: 'Q?', parts, answer: 'Yes.', signature }];
      return post(handler, 'ask', { prefix: { ...REF, thread }, question: 'And?' });
    };
    expect((await ask([png()])).status).toBe(200);
    for (const parts of [undefined, [png(25)], [png(), note()]]) {
      const refused = await ask(parts);
      expect([refused.status, await refused.text()]).toEqual([
        400,
        expect.stringContaining('differs from the answer given here'),
      ]);
    }
    expect(adapter.asks).toHaveLength(2);
  });

  test('a starter with an attachment is nobody else’s answer', async () => {
    const { handler, adapter } = setup(true, { starters: { doc: ['Q?'] } });
    for (let n = 0; n < 2; n++) await (await post(handler, 'ask', { parts: [note()] })).text();
    expect(adapter.asks).toHaveLength(2);
    for (let n = 0; n < 2; n++) await (await post(handler, 'ask', {})).text();
    expect(adapter.asks).toHaveLength(3);
  });

  test('an answer begun without an attachment is not adopted by the question with it', async () => {
    const { handler } = setup(true, { speculativeAnswers: true });
    await post(handler, 'warm', {});
    const begun = await post(handler, 'speculate', {});
    const reader = begun.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('Yes.')) text += (await reader.read()).value;
    const answer = /"messageId":"([^"]+)"/.exec(text)![1]!;
    expect((await post(handler, 'adopt', { answer, parts: [note()] })).status).toBe(202);
    for (let next = await reader.read(); !next.done; next = await reader.read()) text += next.value;
    expect(text).toContain('The early answer was discarded: changed.');
  });
});
