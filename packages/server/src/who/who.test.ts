import { definePrefix, ForewarmError, type Prefix } from '@forewarm/core';
import { scriptedAdapter, type ScriptedAdapter } from '@forewarm/testing';
import { describe, expect, test } from 'vitest';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { z } from 'zod';
import { createHandler, type Handler } from '../handler.js';
import type { HandlerOptions } from '../options.js';
import type { Authorize } from './authorize.js';
import type { Scope } from './scope.js';
import type { Isolate } from './isolate.js';
import { withParams } from './withParams.js';

const doc = definePrefix({ model: 'm', system: 'A document.' });
const HOST = 'app.example.com';

function setup(options: Partial<HandlerOptions> = {}): { handler: Handler; adapter: ScriptedAdapter<Prefix> } {
  const adapter = scriptedAdapter<Prefix>();
  return { adapter, handler: createHandler({ adapter, prefixes: { doc }, onError: () => null, ...options }) };
}

function post(
  handler: Handler,
  path: 'warm' | 'ask',
  headers: Record<string, string> = {},
  prefix: object = { id: 'doc' },
) {
  const body = JSON.stringify({ prefix, question: 'Q' });
  const all = { 'content-type': 'application/json', host: HOST, ...headers };
  return handler(new Request(`http://localhost/api/${path}`, { method: 'POST', headers: all, body }));
}

describe('authorize', () => {
  test('decides before anything is resolved, from the request, what it names, and whose it is', async () => {
    const calls: unknown[] = [];
    let resolved = 0;
    const { handler, adapter } = setup({
      identify: (request) => ({ user: request.headers.get('x-user') ?? undefined }),
      authorize(request, ref, { action, scope }) {
        calls.push([request.method, ref.id, action, scope.user]);
        return scope.user === 'ada';
      },
      prefixes: {
        doc() {
          resolved++;
          return doc;
        },
      },
    });
    const denied = await post(handler, 'ask', { 'x-user': 'eve' });
    expect([denied.status, (await denied.json()).error.code]).toEqual([403, 'unauthorized']);
    expect(await (await post(handler, 'warm', { 'x-user': 'eve' })).json()).toEqual({
      status: 'skipped',
      reason: 'unauthorized',
      retryAfterMs: 30_000,
    });
    expect(resolved).toBe(0);
    expect((await post(handler, 'ask', { 'x-user': 'ada' })).status).toBe(200);
    expect(resolved).toBe(1);
    expect(adapter.warms).toHaveLength(0);
    expect(calls).toEqual([
      ['POST', 'doc', 'ask', 'eve'],
      ['POST', 'doc', 'warm', 'eve'],
      ['POST', 'doc', 'ask', 'ada'],
    ]);
  });

  test.each([undefined, null, 0, 'yes', {}])('a rule that gives %j lets nobody in', async (verdict) => {
    const { handler } = setup({ authorize: () => verdict as never });
    expect((await post(handler, 'ask')).status).toBe(403);
  });

  test('a rule that fails is a fault of the server, not an open door', async () => {
    const { handler, adapter } = setup({ authorize: () => Promise.reject(new Error('database down')) });
    const response = await post(handler, 'ask');
    expect([response.status, await response.text()]).toEqual([500, expect.not.stringContaining('database')]);
    expect(adapter.asks).toHaveLength(0);
  });

  test('who is not signed in where that is asked for: 401 for an ask, skipped for a warm', async () => {
    const { handler } = setup({
      identify() {
        throw new ForewarmError('unauthorized', 'Sign in first.', { status: 401 });
      },
    });
    expect((await post(handler, 'ask')).status).toBe(401);
    expect(await (await post(handler, 'warm')).json()).toMatchObject({ status: 'skipped', reason: 'unauthorized' });
  });
});

describe('origins', () => {
  const cases: [string, Record<string, string>, number][] = [
    ['a program without a browser', {}, 200],
    ['a page of its own', { 'sec-fetch-site': 'same-origin', origin: `https://${HOST}` }, 200],
    ['a page of its own in an old browser', { origin: `https://${HOST}` }, 200],
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
    ['another site that hides its origin', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a neighbour under the same domain', { 'sec-fetch-site': 'same-site', origin: 'https://blog.example.com' }, 403],
    ['another site in an old browser', { origin: 'https://evil.example' }, 403],
    ['a sandboxed page', { origin: 'null' }, 403],
    ['an origin that is none', { origin: 'https://' }, 403],
    ['an origin that begins like its own', { origin: `https://${HOST}.evil.example` }, 403],
  ];
  test.each(cases)('%s', async (_name, headers, status) => {
    const { handler, adapter } = setup();
    for (const path of ['ask', 'warm'] as const) {
      const response = await post(handler, path, headers);
      expect(response.status).toBe(status);
      await response.text();
      expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    // The question's entry makes the later warm needless.
    expect([adapter.asks.length, adapter.warms.length]).toEqual(status === 200 ? [1, 0] : [0, 0]);
  });

  const preflight = (handler: Handler, origin: string): Promise<Response> =>
    handler(new Request('http://localhost/api/ask', { method: 'OPTIONS', headers: { origin } }));

  test('a preflight is refused unless its origin is allowed', async () => {
    expect((await preflight(setup().handler, 'https://a.example')).status).toBe(405);
    const { handler } = setup({
      cors: { origins: ['https://a.example'], headers: ['authorization'], credentials: true },
    });
    const allowed = await preflight(handler, 'https://a.example');
    expect([allowed.status, Object.fromEntries(allowed.headers)]).toEqual([
      204,
      {
        vary: 'Origin',
        'access-control-allow-origin': 'https://a.example',
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'content-type, authorization',
        'access-control-expose-headers': 'retry-after, x-vercel-ai-ui-message-stream',
        'access-control-max-age': '600',
      },
    ]);
    const other = await preflight(handler, 'https://b.example');
    expect([other.status, other.headers.get('access-control-allow-origin')]).toEqual([405, null]);
  });

  test('an allowed origin may call and read, errors too; another may not', async () => {
    const { handler } = setup({ cors: { origins: (origin) => origin.endsWith('.a.example') } });
    const from = { 'sec-fetch-site': 'cross-site', origin: 'https://x.a.example' };
    const fine = await post(handler, 'ask', from);
    expect([fine.status, fine.headers.get('access-control-allow-origin')]).toEqual([200, 'https://x.a.example']);
    const wrong = await post(handler, 'ask', from, { id: 'nope' });
    expect([wrong.status, wrong.headers.get('access-control-allow-origin')]).toEqual([404, 'https://x.a.example']);
    const other = await post(handler, 'ask', { ...from, origin: 'https://evil.example' });
    expect([other.status, other.headers.get('vary'), other.headers.get('access-control-allow-origin')]).toEqual([
      403,
      'Origin',
      null,
    ]);
  });

  test.each([
    [async () => false, 'cors.origins gave [object Promise]; it must give true or false.'],
    [() => 'no', 'cors.origins gave [object String]; it must give true or false.'],
    [
      () => {
        throw new TypeError('no list');
      },
      'no list',
    ],
  ])('a check of origins that fails opens to nobody, and is told', async (origins, message) => {
    const errors: unknown[] = [];
    const onError = (error: unknown): void => void errors.push(error);
    const { handler, adapter } = setup({ cors: { origins: origins as never }, onError });
    const from = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    const refused = await post(handler, 'ask', from);
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([500, null]);
    expect((await preflight(handler, 'https://evil.example')).status).toBe(500);
    expect(errors).toEqual([new TypeError(message), new TypeError(message)]);
    expect(adapter.asks.length).toBe(0);
  });

  test.each([
    [{ origins: ['https://a.example/'] }, 'cors.origins is "https://a.example/"'],
    [{ origins: '*' as never }, 'cors.origins is "*"'],
    [{ origins: [], maxAgeSeconds: -1 }, 'cors.maxAgeSeconds is -1'],
  ])('bad options are refused by name', (cors, message) => {
    expect(() => setup({ cors })).toThrow(`createHandler: ${message}`);
  });
});

describe('withParams', () => {
  const prefixes = {
    doc: withParams(z.strictObject({ page: z.int().min(1).default(1) }), ({ page }) =>
      definePrefix({ model: 'm', system: `Page ${page}.` }),
    ),
  };

  test('resolves with what the schema made of the parameters', async () => {
    const { handler, adapter } = setup({ prefixes });
    await (await post(handler, 'ask', {}, { id: 'doc' })).text();
    await (await post(handler, 'ask', {}, { id: 'doc', params: { page: 7 } })).text();
    expect(adapter.asks.map(({ prefix }) => prefix.system[0])).toEqual([
      { type: 'text', text: 'Page 1.' },
      { type: 'text', text: 'Page 7.' },
    ]);
  });

  test.each([
    [{ page: '7' }, /^body\.prefix\.params\.page: /],
    [{ page: 1, path: '../../etc/passwd' }, /^body\.prefix\.params: /],
    [
      JSON.parse(`{"page":1,"constructor":${'['.repeat(30)}${']'.repeat(30)}}`) as object,
      /^body\.prefix\.params: .*nested/,
    ],
  ])('refuses %j by name', async (params, message) => {
    const { handler, adapter } = setup({ prefixes });
    const response = await post(handler, 'ask', {}, { id: 'doc', params });
    expect([response.status, (await response.json()).error.message]).toEqual([400, expect.stringMatching(message)]);
    expect(adapter.asks).toHaveLength(0);
  });

  test('a key that every object has is nobody’s parameter', async () => {
    const { handler, adapter } = setup({ prefixes });
    const params = JSON.parse('{"__proto__":{"page":7}}') as object;
    await (await post(handler, 'ask', {}, { id: 'doc', params })).text();
    expect(adapter.asks[0]?.prefix.system[0]).toEqual({ type: 'text', text: 'Page 1.' });
  });

  test('any library that speaks Standard Schema will do, also one that answers later', async () => {
    const evenPage: StandardSchemaV1<unknown, { page: number }> = {
      '~standard': {
        version: 1,
        vendor: 'by-hand',
        async validate(value) {
          const { page } = value as { page?: unknown };
          if (typeof page === 'number' && page % 2 === 0) return { value: { page } };
          return { issues: [{ message: 'must be even', path: [{ key: 'page' }] }] };
        },
      },
    };
    const doc2 = withParams(evenPage, ({ page }) => definePrefix({ model: 'm', system: `Page ${page}.` }));
    const { handler, adapter } = setup({ prefixes: { doc: doc2 } });
    const odd = await post(handler, 'ask', {}, { id: 'doc', params: { page: 3 } });
    expect([odd.status, (await odd.json()).error.message]).toEqual([400, 'body.prefix.params.page: must be even.']);
    await (await post(handler, 'ask', {}, { id: 'doc', params: { page: 4 } })).text();
    expect(adapter.asks.map(({ prefix }) => prefix.system)).toEqual([[{ type: 'text', text: 'Page 4.' }]]);
  });

  test('a schema that is none is refused at once', () => {
    expect(() => withParams({} as never, () => doc)).toThrow('withParams: schema is an object');
  });
});

describe('isolate', () => {
  const identify = (request: Request): Scope => ({
    user: request.headers.get('x-user') ?? undefined,
    tenant: request.headers.get('x-tenant') ?? undefined,
  });
  const people = [
    { 'x-user': 'ada', 'x-tenant': 'x' },
    { 'x-user': 'bob', 'x-tenant': 'x' },
    { 'x-user': 'ada', 'x-tenant': 'y' },
    { 'x-user': 'ada', 'x-tenant': 'x' },
  ];

  test.each([
    ['shared', 1],
    ['tenant', 2],
    ['user', 3],
    [({ user }: Scope) => (user === 'bob' ? 'b' : null), 2],
  ] as const)('%s: four people, %i entries', async (isolate, entries) => {
    const { handler, adapter } = setup({ identify, isolate });
    for (const person of people) await (await post(handler, 'warm', person)).text();
    expect(adapter.warms).toHaveLength(entries);
    expect(new Set(adapter.warms.map(({ prefix }) => prefix.hash)).size).toBe(entries);
    expect(JSON.stringify(adapter.warms.map(({ prefix }) => prefix.system))).not.toMatch(/ada|bob/);
  });

  test('a session stands in for a user who is not signed in', async () => {
    const bySession = (request: Request): Scope => ({ session: request.headers.get('x-session') ?? undefined });
    const { handler, adapter } = setup({ identify: bySession, isolate: 'user' });
    for (const session of ['s1', 's2', 's1']) await (await post(handler, 'warm', { 'x-session': session })).text();
    expect(adapter.warms).toHaveLength(2);
    expect((await post(handler, 'ask')).status).toBe(401);
  });

  test('a warm and its ask are of one entry', async () => {
    const { handler, adapter } = setup({ identify, isolate: 'user' });
    await (await post(handler, 'warm', people[0])).text();
    await (await post(handler, 'ask', people[0])).text();
    expect(adapter.asks[0]!.prefix.hash).toBe(adapter.warms[0]!.prefix.hash);
  });

  test.each([
    ['tenant', { tenant: null }, /has no tenant/],
    ['tenant', { tenant: '' }, /has no tenant/],
    ['tenant', { user: 'ada' }, /has no tenant/],
    ['tenant', null, /has no tenant/],
    ['user', { user: null }, /has no user/],
    ['user', { user: '', tenant: 'x' }, /has no user/],
    ['user', { user: null, session: null }, /has no user/],
    [(): undefined => undefined, { user: 'ada' }, /has no scope/],
    [(): string => '', { user: 'ada' }, /has no scope/],
  ] as const)('%s with %j: refused, with what is missing', async (isolate, scope, message) => {
    const { handler, adapter } = setup({ identify: () => scope as Scope, isolate: isolate as Isolate });
    const refused = await post(handler, 'ask');
    const { error } = await refused.json();
    expect([refused.status, error.code, error.message]).toEqual([401, 'unauthorized', expect.stringMatching(message)]);
    expect(await (await post(handler, 'warm')).json()).toMatchObject({ status: 'skipped', reason: 'unauthorized' });
    const { results } = await handler.warmAll({ scope: scope as Scope });
    expect(results).toMatchObject([{ report: { status: 'failed', error: { code: 'unauthorized' } } }]);
    expect(adapter.warms.length + adapter.asks.length).toBe(0);
  });

  test('people without a name are not one person: neither for a limit nor for what is kept', async () => {
    const scopes: unknown[] = [];
    const authorize: Authorize = (_request, _ref, { scope }) => scopes.push(scope) > 0;
    const { handler } = setup({ identify: () => ({ user: null, tenant: '', session: 7 }) as never, authorize });
    await (await post(handler, 'ask')).text();
    expect(scopes).toEqual([{ session: '7' }]);
  });

  test('a user that is an object is a mistake of the server’s, and lets nobody in', async () => {
    const errors: unknown[] = [];
    const onError = (error: unknown): void => void errors.push(error);
    const { handler, adapter } = setup({ identify: () => ({ user: { id: 1 } }) as never, isolate: 'user', onError });
    expect([(await post(handler, 'ask')).status, adapter.asks.length]).toEqual([500, 0]);
    expect(errors).toEqual([new TypeError('identify: user is object; it must be a non-empty string, or left out.')]);
  });

  test.each([
    ['ada', '[object String]'],
    [true, '[object Boolean]'],
    [new Response(null, { status: 401 }), '[object Response]'],
  ])('what is nobody’s scope is no stranger either: %j', async (scope, what) => {
    const errors: unknown[] = [];
    const onError = (error: unknown): void => void errors.push(error);
    const { handler, adapter } = setup({ identify: () => scope as never, onError });
    expect([(await post(handler, 'ask')).status, adapter.asks.length]).toEqual([500, 0]);
    expect(errors).toEqual([
      new TypeError(`identify gave ${what}; it must give an object such as { user: 'ada' }, or null.`),
    ]);
  });

  test('who is not known shares nobody’s', async () => {
    const { handler, adapter } = setup({ identify, isolate: 'tenant' });
    expect((await post(handler, 'ask', { 'x-user': 'ada' })).status).toBe(401);
    expect(await (await post(handler, 'warm')).json()).toMatchObject({ status: 'skipped', reason: 'unauthorized' });
    expect(adapter.warms.length + adapter.asks.length).toBe(0);
    expect(() => setup({ isolate: 'team' as never })).toThrow('createHandler: isolate is "team"');
  });
});
