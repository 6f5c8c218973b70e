import { defineConfig } from 'vitest/config';

const conditions = ['forewarm-source'];

export default defineConfig({
  root: new URL('.', import.meta.url).pathname,
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    name: 'engine',
    environment: 'node',
    include: ['src/**/*.test.ts'],
    fileParallelism: false,
    // As in the repository's own tests: CI's machines are small.
    retry: process.env['CI'] ? 2 : 0,
    hookTimeout: 60_000,
  },
});
