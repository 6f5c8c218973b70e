import { expect, test } from 'vitest';
import { readConfig } from './config.js';

test('without anything set it is the simulator on port 3000', () => {
  const expected = { port: 3000, model: 'claude-sonnet-4-6', upstream: { kind: 'simulator', timeScale: 1 } };
  expect(readConfig({})).toMatchObject(expected);
  expect(readConfig({ PORT: '', MODEL: '', ANTHROPIC_API_KEY: '' })).toMatchObject(expected);
});

test('a key asks the API, an address any engine, with or without a key', () => {
  expect(readConfig({ ANTHROPIC_API_KEY: 'sk' }).upstream).toEqual({ kind: 'api', apiKey: 'sk' });
  const ANTHROPIC_BASE_URL = 'http://localhost:8080';
  expect(readConfig({ ANTHROPIC_BASE_URL }).upstream).toEqual({
    kind: 'engine',
    baseUrl: ANTHROPIC_BASE_URL,
    apiKey: undefined,
  });
  expect(readConfig({ ANTHROPIC_BASE_URL, ANTHROPIC_API_KEY: 'sk' }).upstream).toMatchObject({
    kind: 'engine',
    apiKey: 'sk',
  });
});

test.each([
  [{ PORT: 'http' }, 'PORT is "http": must be a port number.'],
  [{ PORT: '70000' }, 'PORT is "70000"'],
  [
    { ANTHROPIC_BASE_URL: 'localhost:8080' },
    'ANTHROPIC_BASE_URL is "localhost:8080": must be an http or https address.',
  ],
  [{ MAX_TOKENS: '0' }, 'MAX_TOKENS is "0"'],
  [{ SIMULATOR_TIME_SCALE: '-1' }, 'SIMULATOR_TIME_SCALE is "-1"'],
])('%o is refused by name', (env, message) => {
  expect(() => readConfig(env)).toThrow(message);
});
