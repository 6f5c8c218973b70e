import { definePrefix, type PrefixRef } from '@forewarm/core';
import { collect } from '@forewarm/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { http, type HttpOptions } from '../http.js';

afterEach(() => vi.unstubAllGlobals());

const WARMED = { status: 'warmed', hash: 'h', method: 'zero-tokens', usage: {}, ttlMs: 300_000 };

test.each<[string, unknown]>([
  ['ulr is "/api"; it must be one of its options: url, fetch, headers, credentials, resumeDelaysMs.', { ulr: '/api' }],
  ['constructor is 1; it must be one of its options', { constructor: 1 }],
  ['url is an object; it must be an address or a path', { url: new URL('http://localhost') }],
  ['fetch is "fetch"; it must be a function', { fetch: 'fetch' }],
  ['headers is "x-a: 1"; it must be headers by name', { headers: 'x-a: 1' }],
  ['credentials is "yes"; it must be "omit", "same-origin" or "include"', { credentials: 'yes' }],
  ['resumeDelaysMs is 5; it must be a list of milliseconds', { resumeDelaysMs: 5 }],
  ['resumeDelaysMs is -5; it must be milliseconds, 0 or more.', { resumeDelaysMs: [-5] }],
  ['options is "/api"; it must be an object.', '/api'],
])('is refused by name: %s', (message, options) => {
  expect(() => http(options as HttpOptions)).toThrow(`http: ${message}`);
});

test('options that are left out may be undefined', () => {
  expect(() => http({ url: undefined, fetch: undefined, headers: undefined })).not.toThrow();
});

describe('a prefix that is none of its own is refused, and nothing is sent', () => {
  test.each<[string, unknown, string]>([
    ['a real prefix', definePrefix({ model: 'm', system: 'Doc.' }), 'http: prefix was made by definePrefix'],
    ['no prefix', undefined, 'http: prefix.id is undefined; it must be the non-empty name of a prefix.'],
    ['one without a name', { name: 'doc' }, 'http: prefix.id is undefined'],
  ])('%s', async (_what, prefix, message) => {
    const fetch = vi.fn<() => Promise<Response>>(() => Promise.reject(new Error('sent')));
    const adapter = http({ fetch });
    await expect(adapter.warm(prefix as PrefixRef)).rejects.toThrow(message);
    const { error } = await collect(adapter.ask(prefix as PrefixRef, { question: 'Q' }));
    expect(error).toMatchObject({ code: 'invalid-option', message: expect.stringContaining(message) });
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe('where there is no Request, as under Jest in jsdom', () => {
  const reply = async (url: string, init: RequestInit): Promise<Response> => {
    expect(url).toBe('http://localhost/api/forewarm/warm');
    expect(JSON.parse(init.body as string)).toEqual({ prefix: { id: 'doc' } });
    return Response.json(WARMED);
  };

  test('a global fetch that is stubbed is called with an address and an init', async () => {
    vi.stubGlobal('Request', undefined);
    vi.stubGlobal('fetch', reply);
    await expect(http().warm({ id: 'doc' })).resolves.toMatchObject({ status: 'warmed' });
  });

  test('and so is one that is given', async () => {
    vi.stubGlobal('Request', undefined);
    const fetch = reply as unknown as NonNullable<HttpOptions['fetch']>;
    await expect(http({ fetch }).warm({ id: 'doc' })).resolves.toMatchObject({ status: 'warmed' });
  });

  test('a stub’s response may have no stream, only its text or its JSON', async () => {
    for (const body of [{ text: async () => JSON.stringify(WARMED) }, { json: async () => WARMED }]) {
      vi.stubGlobal('fetch', async () => ({ ok: true, status: 200, ...body }));
      await expect(http().warm({ id: 'doc' })).resolves.toMatchObject({ status: 'warmed' });
    }
  });
});
