import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin, runnerImport } from 'vite';
import { compress } from '../../scripts/compress.js';
import type * as Prerender from './web/prerender.js';

const SERVER = `http://localhost:${process.env['PORT'] ?? 3000}`;
const OUT = 'dist/web';

/** Text needs no style sheets. */
const withoutStyles: Plugin = {
  name: 'without-styles',
  enforce: 'pre',
  resolveId: (id) => (id.endsWith('.css') ? '\0no-style' : null),
  load: (id) => (id === '\0no-style' ? '' : null),
};

/** Writes the page's text into its HTML, so that it is there before the script. */
const prerendered: Plugin = {
  name: 'prerendered',
  apply: 'build',
  async transformIndexHtml(html) {
    const { module } = await runnerImport<typeof Prerender>('./web/prerender.tsx', {
      configFile: false,
      root: import.meta.dirname,
      plugins: [react(), withoutStyles],
    });
    return html.replace('<!--page-->', () => module.prerender());
  },
};

/** Leaves the compressed twins that the server sends. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  closeBundle: () => compress(OUT),
};

export default defineConfig(({ command }) => ({
  root: 'web',
  plugins: [react(), prerendered, compressed],
  // While developing the packages are read as source; what is built for users goes through what
  // would be published.
  resolve: {
    conditions: command === 'serve' ? ['forewarm-source', ...defaultClientConditions] : [...defaultClientConditions],
  },
  build: { outDir: `../${OUT}`, emptyOutDir: true },
  server: { proxy: { '/api': SERVER, '/docs': SERVER } },
}));
