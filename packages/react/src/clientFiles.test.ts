import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !/\.(test|test-d|stories)\.|^testing/.test(name))
  .map((name) => ({ name, code: readFileSync(`${folder}/${name}`, 'utf8') }));
const isClient = (code: string): boolean => code.startsWith("'use client';");

test('what is made of React says that it runs on the client, so that server components may import it', () => {
  const ofReact = files.filter(({ code }) => /^import (?!type )[^;]*from 'react(-markdown)?';/m.test(code));
  expect(ofReact.length).toBeGreaterThan(20);
  expect(ofReact.filter(({ code }) => !isClient(code)).map(({ name }) => name)).toEqual([]);
});

test('entries leave it to what they export, so that a server component can name each part', () => {
  const entries = [
    'index.ts',
    'attachments.ts',
    'chat.ts',
    'devtools.ts',
    'highlight.ts',
    'markdown.ts',
    'ai-sdk.ts',
    'query.ts',
  ];
  expect(files.filter(({ name, code }) => entries.includes(name) && isClient(code))).toEqual([]);
});
