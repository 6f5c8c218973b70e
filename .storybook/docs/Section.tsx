import type { ReactNode } from 'react';
import { Repo } from './Repo.js';

/** What stands under one heading of a document of the repository. */
export function Section({ of, title }: { of: string; title: string }): ReactNode {
  const [, section] = of.split(`\n## ${title}\n`);
  if (section === undefined) throw new Error(`The document has no heading "${title}".`);
  return <Repo text={section.split('\n## ')[0]!} />;
}
