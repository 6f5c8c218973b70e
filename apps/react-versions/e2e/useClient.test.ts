import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const DIST = fileURLToPath(new URL('../../../packages/react/dist/', import.meta.url));
const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
/** What of React is there in a server component; all else needs the browser. */
const ON_A_SERVER = new Set(['cloneElement', 'createElement', 'Fragment', 'memo', 'useId', 'useMemo', 'version']);

function clientOnly(source: string): string[] {
  const names = /import\s*{([^}]*)}\s*from\s*'react'/g;
  const imported = [...source.matchAll(names)].flatMap(([, list]) => list!.split(',').map((name) => name.trim()));
  return imported.filter((name) => name !== '' && !ON_A_SERVER.has(name));
}

test("every file that needs the browser's React begins with 'use client'", () => {
  const sources = files.map((name) => [name, readFileSync(DIST + name, 'utf8')] as const);
  const needing = sources.filter(([, source]) => clientOnly(source).length > 0);
  expect(needing.length).toBeGreaterThan(20);
  expect(needing.filter(([, source]) => !source.startsWith("'use client';")).map(([name]) => name)).toEqual([]);
});

test('and what a server component may import does not', () => {
  for (const name of ['index.js', 'markdown.js', 'ai-sdk.js', 'devtools.js', 'labels.js', 'format.js']) {
    expect(readFileSync(DIST + name, 'utf8')).not.toContain("'use client'");
  }
});
