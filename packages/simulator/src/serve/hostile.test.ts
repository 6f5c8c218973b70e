import { request as httpRequest } from 'node:http';
import { describe, expect, it } from 'vitest';
import { headers, PATHS, post } from '../../test/post.js';
import { MODEL, start } from '../../test/start.js';
import { createSimulator } from '../index.js';

const ask = { model: MODEL, max_tokens: 5, messages: [{ role: 'user', content: 'Hello' }] };

describe('a body that is not a request', () => {
  const bodies: [string, BodyInit, RegExp][] = [
    ['empty', '', /not valid JSON/],
    ['no JSON', '{"model":', /not valid JSON/],
    ['no object', '[1, 2]', /should be an object/],
    ['null', 'null', /should be an object/],
    ['broken UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), /not valid UTF-8/],
    ['UTF-8 cut off', new TextEncoder().encode('{"a":"é').slice(0, 7), /not valid (UTF-8|JSON)/],
    ['half of a surrogate pair', JSON.stringify({ ...ask, system: 'x\uD83Dx' }), /no low surrogate in string/],
  ];
  it.each(bodies)('%s', async (_, body, message) => {
    for (const path of PATHS) expect((await post(path, body)).message).toMatch(message);
  });

  it('but a pair, or a backslash before it, is', async () => {
    for (const text of ['"\\ud83d\\ude00"', '"\\\\ud83d"', '"\\\\\\\\ud83dx"']) {
      const body = JSON.stringify({ ...ask, system: 'SYSTEM' }).replace('"SYSTEM"', text);
      expect(await post('/v1/messages', body)).toMatchObject({ status: 200 });
    }
  });
});

describe('JSON of great depth', () => {
  const deep = (open: string, close: string, levels: number): string => open.repeat(levels) + close.repeat(levels);
  const places: [string, (nested: string) => string][] = [
    ['as the body', (nested) => nested],
    ['as an unknown field', (nested) => JSON.stringify({ ...ask, foo: 'HERE' }).replace('"HERE"', nested)],
    [
      "as a tool's schema",
      (nested) =>
        JSON.stringify({ ...ask, tools: [{ name: 'a', input_schema: { type: 'object', deep: 'HERE' } }] }).replace(
          '"HERE"',
          nested,
        ),
    ],
    [
      'as content',
      (nested) => JSON.stringify({ ...ask, messages: [{ role: 'user', content: 'HERE' }] }).replace('"HERE"', nested),
    ],
    [
      'as input',
      (nested) => JSON.stringify({ model: 'm', input: 'HERE', messages: 'HERE' }).replaceAll('"HERE"', nested),
    ],
  ];
  it.each(places)('%s', async (_, body) => {
    for (const nested of [deep('[', ']', 200_000), deep('{"a":[', ']}', 100_000).replace('[]', '[1]')]) {
      for (const path of PATHS) expect((await post(path, body(nested))).status).toBe(400);
    }
  });
});

describe('a body of 50 MB', () => {
  const size = 50 * 1024 * 1024;
  it.each([
    ['said to be so long', { 'content-length': String(size) }],
    ['in pieces of no known length', { 'transfer-encoding': 'chunked' }],
  ])('is refused with a 413 over a real socket: %s', async (_, extra) => {
    const { url, client } = await start();
    const answer = await new Promise<{ status: number; text: string }>((resolve, reject) => {
      const sending = httpRequest(
        `${url}/v1/messages`,
        { method: 'POST', headers: { ...headers, ...extra } },
        (incoming) => {
          let text = '';
          incoming.setEncoding('utf8').on('data', (piece: string) => (text += piece));
          incoming.on('end', () => {
            resolve({ status: incoming.statusCode ?? 0, text });
          });
        },
      );
      sending.on('error', reject);
      const piece = Buffer.alloc(1024 * 1024, 'x');
      let left = size;
      const write = (): void => {
        while (left > 0) {
          left -= piece.length;
          if (!sending.write(piece)) {
            sending.once('drain', write);
            return;
          }
        }
        sending.end();
      };
      write();
    });
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.text)).toMatchObject({ type: 'error', error: { type: 'request_too_large' } });
    await client.messages.countTokens({ model: MODEL, messages: [{ role: 'user', content: 'Still there?' }] });
  });
});

describe('fields', () => {
  it.each([
    [{ ...ask, foo: 1 }, 'foo: Extra inputs are not permitted'],
    [{ ...ask, max_tokens: undefined }, 'max_tokens: Field required'],
    [{ ...ask, max_tokens: -1 }, 'max_tokens: Input should be greater than or equal to 0'],
    [{ ...ask, messages: 'Hello' }, 'messages: Input should be a valid list'],
    [{ ...ask, messages: [] }, 'messages: at least one message is required'],
    [
      { ...ask, messages: [{ role: 'robot', content: 'x' }] },
      "messages.0.role: Input should be 'user', 'assistant' or 'system'",
    ],
    [{ ...ask, messages: [{ role: 'user', content: [{ text: 'x' }] }] }, 'messages.0.content.0.type: Field required'],
    [
      { ...ask, messages: [{ role: 'user', content: [{ type: 'text' }] }] },
      'messages.0.content.0.text.text: Field required',
    ],
    [
      { ...ask, messages: [{ role: 'user', content: [{ type: 'text', text: 'x', foo: 1 }] }] },
      'messages.0.content.0.text.foo: Extra inputs are not permitted',
    ],
    [
      { ...ask, system: [{ type: 'text', text: 'x', cache_control: { type: 'ephemeral', scope: 'x' } }] },
      'system.0.cache_control.ephemeral.scope: Extra inputs are not permitted',
    ],
    [
      { ...ask, system: [{ type: 'text', text: 'x', cache_control: { type: 'ephemeral', ttl: '2h' } }] },
      "system.0.cache_control.ephemeral.ttl: Input should be '5m' or '1h'",
    ],
    [{ ...ask, tools: [{ name: 'a' }] }, 'tools.0.custom.input_schema: Field required'],
    [{ ...ask, tools: [{ name: 'a', input_schema: {} }] }, 'tools.0.custom.input_schema.type: Field required'],
    [{ ...ask, tools: [5] }, 'tools.0: Input should be an object'],
    [
      { ...ask, tools: [{ type: 'magic', name: 'a' }] },
      "tools.0: Input tag 'magic' found using 'type' does not match any of the expected tags",
    ],
    [{ ...ask, messages: [{ role: 'user', content: 5 }] }, 'messages.0.content: Input should be a valid list'],
    [
      { ...ask, messages: [{ role: 'user', content: [{ type: 'magic' }] }] },
      expect.stringMatching(/^messages\.0\.content\.0: Input tag 'magic' .* expected tags: 'text', 'image'/),
    ],
    [
      { ...ask, tools: [{ name: 'a b', input_schema: { type: 'object' } }] },
      "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'",
    ],
    [
      { ...ask, thinking: { type: 'enabled', budget_tokens: 5 } },
      'thinking.enabled.budget_tokens: Input should be greater than or equal to 1024',
    ],
    [{ ...ask, messages: [{ role: 'user', content: '' }] }, 'messages.0: user messages must have non-empty content'],
    [
      { ...ask, messages: [{ role: 'user', content: [{ type: 'text', text: '' }] }] },
      'messages: text content blocks must be non-empty',
    ],
    [
      { ...ask, messages: [{ role: 'user', content: ' \n' }] },
      'messages: text content blocks must contain non-whitespace text',
    ],
    [{ ...ask, messages: [{ role: 'assistant', content: 'x' }] }, 'messages: first message must use the "user" role'],
    [
      { ...ask, max_tokens: 128_001 },
      'max_tokens: 128001 > 128000, which is the maximum allowed number of output tokens for claude-sonnet-4-6',
    ],
  ])('%j', async (body, message) => {
    expect(await post('/v1/messages', JSON.stringify(body))).toMatchObject({ status: 400, message, sound: true });
  });
});

describe('paths, methods and headers', () => {
  it.each([
    ['GET', '/v1/messages', {}, 405],
    ['POST', '/v1/message', {}, 404],
    ['POST', '/v1/models', {}, 405],
    ['POST', '/v1/messages', { 'anthropic-version': '2020-01-01' }, 400],
    ['GET', '/v1/models/%', {}, 404],
    ['DELETE', '/__proto__', {}, 404],
    ['POST', '/constructor', {}, 404],
  ])('%s %s %j is a %i', async (method, path, extra, status) => {
    const response = await createSimulator().fetch(`http://simulator${path}`, {
      method,
      headers: { ...headers, ...extra },
      ...(method === 'POST' && { body: JSON.stringify(ask) }),
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ type: 'error', error: { message: expect.any(String) } });
  });

  it('keys named like what every object has belong to nobody', async () => {
    const simulator = createSimulator({ keys: { good: 'one' } });
    for (const key of ['constructor', '__proto__', 'toString']) {
      const response = await simulator.fetch('http://simulator/v1/messages', {
        method: 'POST',
        headers: { ...headers, 'x-api-key': key },
        body: '{}',
      });
      expect(response.status).toBe(401);
    }
  });
});
