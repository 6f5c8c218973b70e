import { defineConfig } from 'vitest/config';

/** Examples as users have them: installed from tarballs, built, and driven in a real browser. */
export default defineConfig({
  root: import.meta.dirname,
  cacheDir: '../node_modules/.vite/examples',
  test: {
    name: 'examples',
    environment: 'node',
    include: ['*.test.ts'],
    globalSetup: './testing/setup.ts',
    fileParallelism: false,
    // CI's machines are small.
    retry: process.env['CI'] ? 2 : 0,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
