import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { installExamples } from './install.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The installed folders, by the example's name. */
    examples: string;
  }
}

export default function setup(project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'forewarm-examples-'));
  installExamples(folder, ['vite', 'next']);
  project.provide('examples', folder);
  // Workers may still be ending.
  return () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
