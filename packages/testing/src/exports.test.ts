import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const packages = new URL('../../', import.meta.url);
/** Vitest can't be required. */
const ONLY_VITEST = ['@forewarm/testing ./conformance', '@forewarm/testing ./store'];

/** The packages' exports, with their conditions in order. */
const entries = readdirSync(packages).flatMap((name) => {
  const path = new URL(`${name}/package.json`, packages);
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { name: string; exports: Record<string, object | string> };
  return Object.entries(manifest.exports)
    .filter(([, conditions]) => typeof conditions === 'object')
    .map(([subpath, conditions]) => [`${manifest.name} ${subpath}`, conditions as Record<string, string>] as const);
});

test.each(entries.filter(([entry]) => !ONLY_VITEST.includes(entry)))(
  '%s loads in Jest, and in Node is one copy for `import` and `require`',
  (_entry, conditions) => {
    const module = conditions['default']!;
    expect(module).toMatch(/^\.\/dist\/.+\.js$/);
    expect(conditions).toMatchObject({ 'module-sync': module, require: module.replace('./dist/', './dist/cjs/') });
    const order = Object.keys(conditions);
    expect(order.indexOf('module-sync')).toBeLessThan(order.indexOf('require'));
    expect(order.indexOf('require')).toBeLessThan(order.indexOf('default'));
  },
);
