import { definePrefix, extendPrefix, type Prefix } from '@forewarm/core';
import { scriptedAdapter } from '@forewarm/testing';
import { describe, expect, test } from 'vitest';
import { createHandler } from './handler.js';
import type { HandlerOptions } from './options.js';

const doc = definePrefix({ model: 'm', system: 'Doc.' });
const adapter = scriptedAdapter<Prefix>();

/** Calls it without types. */
const create = (over: object): unknown => createHandler({ adapter, prefixes: { doc }, ...over });
const raw = { model: 'm', system: 'Doc.' };

test.each<[string, object, RegExp]>([
  ['a raw prefix', { prefixes: { doc, raw } }, /prefixes\.raw is an object; it must be what definePrefix\(\)/],
  [
    'a copy of a prefix',
    { prefixes: { doc: { ...doc } } },
    /prefixes\.doc is an object; it must be what definePrefix\(\)/,
  ],
  ['a prefix that is a text', { prefixes: { doc: 'Doc.' } }, /prefixes\.doc is "Doc\."; it must be/],
  ['a prefix that is not there', { prefixes: { doc: undefined } }, /prefixes\.doc is undefined; it must be/],
  ['one prefix for prefixes', { prefixes: doc }, /prefixes is an object; it must be prefixes by id: \{ doc: prefix \}/],
  ['an array for prefixes', { prefixes: [doc] }, /prefixes is an array of 1; it must be an object of prefixes by id/],
  ['no prefixes', { prefixes: undefined }, /prefixes is undefined; it must be an object/],
  ['no adapter', { adapter: undefined }, /adapter is undefined; it must be a provider/],
  ['an adapter’s maker', { adapter: scriptedAdapter }, /adapter is a function; it must be a provider/],
  ['half an adapter', { adapter: { name: 'x', warm: () => null } }, /adapter is an object; it must be a provider/],
  [
    'letters swapped',
    { heartbeetMs: 1 },
    /heartbeetMs is no option\. Did you mean heartbeatMs\? There are: adapter, prefixes, .*maxParamsLength\./,
  ],
  ['other capitals', { maxbodybytes: 1 }, /maxbodybytes is no option\. Did you mean maxBodyBytes\?/],
  ['a letter too few', { identfy: () => null }, /identfy is no option\. Did you mean identify\?/],
  ['another ending', { authorise: () => true }, /authorise is no option\. Did you mean authorize\?/],
  ['set to undefined', { limit: undefined }, /limit is no option\. Did you mean limits\?/],
  ['like nothing there is', { temperature: 0 }, /temperature is no option\. There are: adapter/],
  ['of an object’s own', { toString: 1 }, /toString is no option\. There are: adapter/],
  [
    'within cors',
    { cors: { origins: [], maxAge: 5 } },
    /cors\.maxAge is no option\. .*There are: origins, credentials, headers, maxAgeSeconds\./,
  ],
  ['cors as a list', { cors: null }, /cors is null; it must be an object with origins/],
  ['onEvent', { onEvent: {} }, /onEvent is an object; it must be a function/],
  ['onError', { onError: 'log' }, /onError is "log"; it must be a function/],
])('%s is refused, with what is allowed', (_kind, over, message) => {
  expect(() => create(over)).toThrow(
    expect.objectContaining({ code: 'invalid-option', message: expect.stringMatching(message) as unknown }),
  );
});

test.each([undefined, null, 'x'])('no options at all (%s) are refused', (options) => {
  expect(() => createHandler(options as never)).toThrow(
    /options is .*; it must be an object with adapter and prefixes/,
  );
});

describe('taken as it is', () => {
  test.each<[string, Partial<HandlerOptions>]>([
    ['a prefix that was extended', { prefixes: { doc: extendPrefix(doc, [{ question: 'Q', answer: 'A' }]) } }],
    ['a resolver', { prefixes: { doc: () => doc } }],
    ['no prefixes yet', { prefixes: {} }],
    ['options that are undefined', { limits: undefined, cors: undefined, onEvent: undefined }],
  ])('%s', (_kind, over) => {
    expect(create(over)).toBeTypeOf('function');
  });
});
