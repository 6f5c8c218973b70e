import type { Plugin } from 'vite';
import { entryPoints } from './entries.js';

const NAME = 'virtual:forewarm-api';

/** Makes what the kit exports an importable module, read from its types whenever a page asks for it. */
export function api(): Plugin {
  return {
    name: 'forewarm-api',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    async load(id) {
      if (id !== `\0${NAME}`) return null;
      for (const path of entryPoints().values()) this.addWatchFile(path);
      // Only here: the compiler behind it takes a while to load, and stories do without.
      const { readApi } = await import('./read.js');
      return `export default ${JSON.stringify(readApi())}`;
    },
  };
}
