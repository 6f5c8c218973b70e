import type { ReactNode } from 'react';
import { Code } from './Code.js';

/** A file as it stands in the repository (`?raw`), under the name it has in the reader's app. */
export function File({ name, of }: { name: string; of: string }): ReactNode {
  return (
    <figure className="docs-file">
      <figcaption>
        <code>{name}</code>
      </figcaption>
      <Code of={of} language="tsx" />
    </figure>
  );
}
