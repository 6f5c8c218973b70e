import type { ReactNode } from 'react';
import { Code } from './Code.js';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

/** The command that adds what an example has over an app without the kit. */
export function Install({ example, had }: { example: Manifest; had: readonly string[] }): ReactNode {
  const known = new Set([...had, 'react', 'react-dom']);
  const added = Object.keys(example.dependencies).filter((name) => !known.has(name));
  return <Code of={`npm install ${added.join(' ')}`} language="bash" />;
}
