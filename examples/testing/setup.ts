import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { installExamples } from './install.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder in which each example stands installed, by its name, as at its user's. */
    examples: string;
  }
}

/** Installs the examples that are driven in a browser. */
export default function setup(project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'forewarm-examples-'));
  installExamples(folder, ['vite', 'next']);
  project.provide('examples', folder);
  // Not at a stretch: while it is removed, the workers are told to end.
  return () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
