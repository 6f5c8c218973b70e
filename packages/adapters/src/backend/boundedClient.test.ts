import Anthropic from '@anthropic-ai/sdk';
import { AzureOpenAI, OpenAI } from 'openai';
import { expect, test } from 'vitest';
import { boundedClient } from './boundedClient.js';

const responsesOf = ({ responses }: OpenAI): OpenAI['responses'] => responses;
const openai = (): OpenAI =>
  new OpenAI({ apiKey: 'k', baseURL: 'http://localhost:1/v1', timeout: 7, organization: 'o' });

test('the copy has the client’s settings and a fetch that asks the client’s, and stays the same', async () => {
  const seen: string[] = [];
  const fetch = async (url: string | URL | Request): Promise<Response> => {
    seen.push(new Request(url).url);
    return Response.json({ usage: null });
  };
  const client = new Anthropic({ apiKey: 'k', baseURL: 'http://localhost:1', maxRetries: 4, fetch });
  const bounded = boundedClient(client, ({ messages }) => messages);
  expect(bounded()).not.toBe(client);
  expect(bounded()).toBe(bounded());
  expect(bounded()).toMatchObject({ apiKey: 'k', baseURL: 'http://localhost:1', maxRetries: 4 });
  await bounded().messages.create({ model: 'm', max_tokens: 1, messages: [] });
  expect(seen).toEqual(['http://localhost:1/v1/messages']);
});

test('settings that change later are those of the next call', () => {
  const client = openai();
  const bounded = boundedClient(client, responsesOf);
  expect(bounded().baseURL).toBe('http://localhost:1/v1');
  client.baseURL = 'http://localhost:2/v1';
  expect([bounded().baseURL, bounded() === client]).toEqual(['http://localhost:2/v1', false]);
});

test.each<[string, () => OpenAI]>([
  [
    'whose method a tracer has replaced',
    () => {
      const client = openai();
      const create = client.responses.create.bind(client.responses);
      client.responses.create = ((body: never) => create(body)) as never;
      return client;
    },
  ],
  ['that makes no copies', () => ({ responses: { create: () => null } }) as never],
])('a client %s is called itself', (_, make) => {
  const client = make();
  expect(boundedClient(client, responsesOf)()).toBe(client);
});

test('a client of Azure asks its own deployment, and is called itself where a copy would ask another', async () => {
  const seen: string[] = [];
  const fetch = async (url: string | URL | Request): Promise<Response> => {
    seen.push(new Request(url).url);
    return Response.json({});
  };
  const settings = { apiKey: 'k', endpoint: 'http://localhost:1', apiVersion: 'v', deployment: 'd', fetch };
  const bounded = boundedClient(new AzureOpenAI(settings), ({ chat }) => chat.completions);
  await bounded().chat.completions.create({ model: 'm', messages: [] });
  expect(seen).toEqual(['http://localhost:1/openai/deployments/d/chat/completions?api-version=v']);
});
