import { defineConfig } from 'vitest/config';

/** Apps made by the generators of their frameworks, following docs/start.md. Each takes a minute or two, most of it npm's. */
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
    // Thousands of files are removed.
    hookTimeout: 300_000,
  },
});
