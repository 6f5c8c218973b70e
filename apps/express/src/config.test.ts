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

test('unless told otherwise it is one instance by itself, with limits on and no text in the log', () => {
  expect(readConfig({ REDIS_URL: '' })).toMatchObject({
    redisUrl: undefined,
    trustProxy: 0,
    allowedOrigins: [],
    limits: { warmsPerMinute: 120, asksPerMinute: 60, answersAtOnce: 8 },
    budget: { warms: Infinity, tokens: Infinity, cost: Infinity },
    log: { level: 'warn', content: false },
    drainMs: 10_000,
  });
});

test('reads what an operator sets', () => {
  const env = {
    REDIS_URL: 'redis://127.0.0.1:6379',
    ALLOWED_ORIGINS: 'https://a.example, https://b.example',
    RATES: '3,0.3,3.75,15',
    COST_BUDGET_PER_HOUR: '2.5',
    WARM_ALL: 'react-dom',
    WARM_ALL_MINUTES: '4',
    LOG_CONTENT: '1',
    NODE_ENV: 'production',
  };
  expect(readConfig(env)).toMatchObject({
    redisUrl: 'redis://127.0.0.1:6379',
    allowedOrigins: ['https://a.example', 'https://b.example'],
    rates: { input: 3, cacheRead: 0.3, cacheWrite: 3.75, output: 15 },
    budget: { cost: 2.5 },
    warmAll: { ids: ['react-dom'], everyMinutes: 4 },
    log: { level: 'info', content: true },
  });
});

test.each([
  [{ PORT: 'http' }, 'PORT is "http": must be a whole number.'],
  [{ PORT: '70000' }, 'PORT is "70000"'],
  [
    { ANTHROPIC_BASE_URL: 'localhost:8080' },
    'ANTHROPIC_BASE_URL is "localhost:8080": must be an http or https address.',
  ],
  [{ MAX_TOKENS: '0' }, 'MAX_TOKENS is "0"'],
  [{ SIMULATOR_TIME_SCALE: '-1' }, 'SIMULATOR_TIME_SCALE is "-1"'],
  [{ REDIS_URL: 'http://user:secret@x' }, 'REDIS_URL is (hidden): must be a redis or rediss address.'],
  [{ METRICS_TOKEN: 'short' }, 'METRICS_TOKEN is (hidden): must have at least 16 characters.'],
  [{ TRUST_PROXY: '-1' }, 'TRUST_PROXY is "-1": must be 0 or more.'],
  [{ LOG_CONTENT: 'yes' }, 'LOG_CONTENT is "yes": must be 1 or true for on'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud": must be one of trace'],
  [{ RATES: '3' }, 'RATES is "3": must be four numbers'],
  [{ COST_BUDGET_PER_HOUR: '1' }, 'RATES is not set: COST_BUDGET_PER_HOUR needs it'],
])('%o is refused by name', (env, message) => {
  expect(() => readConfig(env)).toThrow(message);
});

test('a folder of contexts counts from where npm was called', () => {
  expect(readConfig({ INIT_CWD: '/home/me', CONTEXT_DIR: 'notes' }).contextDir).toBe('/home/me/notes');
  expect(readConfig({ INIT_CWD: '/home/me', CONTEXT_DIR: '/notes' }).contextDir).toBe('/notes');
});
