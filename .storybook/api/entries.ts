import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PACKAGES = ['core', 'adapters', 'server', 'react'] as const;
type Exports = Readonly<Record<string, string | { readonly 'forewarm-source'?: string }>>;

/** Where the repository is. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What can be imported from the kit, by its name, and the source file that it is. */
export function entryPoints(): ReadonlyMap<string, string> {
  const entries = PACKAGES.flatMap((folder) => {
    const { name, exports } = JSON.parse(readFileSync(`${ROOT}packages/${folder}/package.json`, 'utf8')) as {
      name: string;
      exports: Exports;
    };
    return Object.entries(exports).flatMap(([path, target]): [string, string][] => {
      const source = typeof target === 'string' ? undefined : target['forewarm-source'];
      return source ? [[name + path.slice(1), `${ROOT}packages/${folder}/${source.slice(2)}`]] : [];
    });
  });
  return new Map(entries);
}
