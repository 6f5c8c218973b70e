import { defineConfig } from 'vitest/config';

/** Apps as docs/start.md makes them: a minute or two each, mostly npm's. */
export default defineConfig({
  root: import.meta.dirname,
  cacheDir: '../../node_modules/.vite/fresh',
  test: {
    name: 'fresh',
    environment: 'node',
    include: ['*.test.ts'],
    fileParallelism: false,
    retry: process.env['CI'] ? 1 : 0,
    testTimeout: 600_000,
    // Removes thousands of files.
    hookTimeout: 300_000,
  },
});
