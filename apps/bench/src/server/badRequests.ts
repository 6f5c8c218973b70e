/** A body, seeded by the request's number to repeat a run. */
type Body = (random: () => number) => string | Buffer;

const BODIES: readonly Body[] = [
  () => '',
  () => '{"prefix":',
  () => 'null',
  () => '[]',
  () => '{"prefix":{"id":"__proto__"},"question":"Q"}',
  () => '{"prefix":{"id":"constructor"},"question":"Q"}',
  () => '{"prefix":{"id":"doc","params":{"__proto__":{"page":1}}},"question":" "}',
  () => '{"__proto__":{"prefix":{"id":"doc"}},"constructor":{"prototype":{"question":"Q"}}}',
  () => '{"prefix":{"id":"../../etc/passwd"},"question":"Q"}',
  () => '{"prefix":{"id":"doc\\u0000"},"question":"Q"}',
  () => `{"prefix":{"id":"${'x'.repeat(500)}"},"question":"Q"}`,
  () => `{"prefix":{"id":"doc"},"question":"${'x'.repeat(30_000)}"}`,
  () => `{"prefix":{"id":"doc","params":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}},"question":"Q"}`,
  () => `{"prefix":{"id":"doc","params":{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}},"question":"Q"}`,
  () => `{"prefix":{"id":"doc","params":{"a":"${'x'.repeat(5_000)}"}},"question":"Q"}`,
  () =>
    `{"prefix":{"id":"doc","thread":[${'{"question":"q","answer":"a"},'.repeat(300)}{"question":"q","answer":"a"}]},"question":"Q"}`,
  () => '{"prefix":{"id":"doc"},"question":"Q","waitedMs":-1e999}',
  () => '{"prefix":{"id":"doc"},"messages":[{"role":"user","parts":[{"type":"text","text":7}]}]}',
  () =>
    `{"prefix":{"id":"doc"},"messages":[${'{"role":"assistant","parts":[]},'.repeat(2_000)}{"role":"system","parts":[]}]}`,
  () => '{"answer":"00000000-0000-4000-8000-000000000000","after":0}',
  () => '{"answer":"x","after":1e308}',
  () => 'x'.repeat(1_200_000),
  (random) => Buffer.from(Array.from({ length: 200 }, () => Math.floor(random() * 256))),
  (random) =>
    mutated('{"prefix":{"id":"doc","params":{"page":1},"thread":[]},"question":"Q","expectHash":"h"}', random),
];
const PATHS = [
  '/api/ask',
  '/api/warm',
  '/api/resume',
  '/api/stop',
  '/api//ask/',
  '/api/%61sk',
  '/api/..%2f..%2fask',
  '/api/ask?x=%ff',
  '//api/ask',
  '/api/%',
  '/api/toString',
  '*',
  'http://evil.example/api/ask',
];
const METHODS = ['POST', 'POST', 'POST', 'POST', 'GET', 'PUT', 'OPTIONS', 'TRACE', 'NONSENSE'];
const TYPES = [
  'application/json',
  'application/json',
  'application/json',
  'text/plain',
  'application/json; charset=utf-16',
  'multipart/form-data',
  '',
];
const EXTRA = [
  '',
  '',
  'content-encoding: gzip\r\n',
  'transfer-encoding: chunked\r\n',
  'content-length: 5\r\n',
  'expect: 100-continue\r\n',
  'sec-fetch-site: cross-site\r\n',
  'origin: null\r\n',
  `cookie: ${'x'.repeat(20_000)}\r\n`,
  'x-forwarded-for: \u0001\r\n',
  'host: \u00ff\r\n',
];

/** Makes the n-th request; about half are wrong only in the body. */
export function badRequest(n: number): Buffer {
  const random = seeded(n);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const body = Buffer.from(pick(BODIES)(random));
  const tidy = random() < 0.5;
  const path = tidy ? PATHS[n % 4]! : pick(PATHS);
  const method = tidy ? 'POST' : pick(METHODS);
  const type = tidy ? 'application/json' : pick(TYPES);
  const head = `${method} ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: ${type}\r\n`;
  const extra = tidy ? '' : pick(EXTRA);
  return Buffer.concat([Buffer.from(`${head}${extra}content-length: ${body.length}\r\n\r\n`, 'latin1'), body]);
}

/** Changes a few letters; the result must never be a valid question. */
function mutated(text: string, random: () => number): string {
  const letters = Array.from(text.replace('"question"', '"questionn"'));
  for (let n = 0; n < 3; n++) {
    const at = Math.floor(random() * letters.length);
    letters[at] = random() < 0.5 ? '' : letters[at]! + String.fromCodePoint(32 + Math.floor(random() * 90));
  }
  return letters.join('');
}

/** Mulberry32: seeded numbers from 0 to 1. */
function seeded(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
