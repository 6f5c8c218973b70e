// What the pages of `npm run size` are made of: each module's share of the gzipped bundle, as a table. Build first.
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';

const require = createRequire(import.meta.url);
const esbuild = createRequire(require.resolve('@size-limit/esbuild'))('esbuild');
const HTTP = "export { http } from './packages/adapters/dist/http.js';";
const entry = (/** @type {string} */ names) => `export { ${names} } from './packages/react/dist/index.js'; ${HTTP}`;
const PAGES = [entry('ForewarmProvider, useSpeculativeCache'), entry('ForewarmProvider, AskBox')];

/** @param {string} path */
function partOf(path) {
  const own = /packages\/(\w+)\/dist\/(.*)$/.exec(path);
  if (!own) return path.replace(/^.*node_modules\/([^/]+)\/.*$/, '$1');
  const [, name, file = ''] = own;
  return file.includes('/') ? `${name}/${file.split('/')[0]}` : `${name}`;
}

/** @type {Map<string, number[]>} */
const rows = new Map();
for (const [page, contents] of PAGES.entries()) {
  const { outputFiles, metafile } = await esbuild.build({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    minify: true,
    format: 'esm',
    metafile: true,
    write: false,
    external: ['react', 'react-dom', 'react/jsx-runtime'],
  });
  const bundle = outputFiles[0].contents;
  const ratio = gzipSync(bundle, { level: 9 }).length / bundle.length / 1000;
  const [output] = Object.values(metafile.outputs);
  for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
    const row = rows.get(partOf(path)) ?? [0, 0];
    row[page] = (row[page] ?? 0) + bytesInOutput * ratio;
    rows.set(partOf(path), row);
  }
}
const kB = (/** @type {number} */ size) => (size < 0.05 ? '' : size.toFixed(1));
console.log('| Part | Hook page, kB | Ask box page, kB |\n| --- | --- | --- |');
for (const [part, [hook = 0, box = 0]] of [...rows].toSorted(([, a], [, b]) => (b[1] ?? 0) - (a[1] ?? 0))) {
  if (kB(box)) console.log(`| \`${part}\` | ${kB(hook)} | ${kB(box)} |`);
}
