import { defineConfig } from 'vitest/config';

/** The kit as it is built, in the runtime that `RUNTIME` names. */
export default defineConfig({
  root: import.meta.dirname,
  cacheDir: '../node_modules/.vite/runtimes',
  test: {
    name: 'runtimes',
    environment: 'node',
    include: ['src/**/*.test.ts'],
    fileParallelism: false,
    // As in the repository's own tests: CI's machines are small.
    retry: process.env['CI'] ? 2 : 0,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
