import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { installExamples } from './install.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder with each installed example, by name. */
    examples: string;
  }
}

/** Installs the examples for the browser tests. */
export default function setup(project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'forewarm-examples-'));
  installExamples(folder, ['vite', 'next']);
  project.provide('examples', folder);
  // With retries: workers may still be ending.
  return () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
