import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions } from 'vite';

/**
 * The kits that draw the same stream, each by the page of that name; `floor` is a page without any
 * framework.
 */
export const KITS = ['forewarm', 'floor', 'aiSdk', 'tanstackAi'] as const;
export type Kit = (typeof KITS)[number];

/** Builds the pages for production and gives the folder they are in. */
export async function buildPages(): Promise<string> {
  const root = fileURLToPath(new URL('./pages', import.meta.url));
  const outDir = fileURLToPath(new URL('../dist/pages', import.meta.url));
  await build({
    root,
    logLevel: 'error',
    configFile: false,
    resolve: { conditions: ['forewarm-source', ...defaultClientConditions] },
    build: { outDir, emptyOutDir: true, rolldownOptions: { input: KITS.map((kit) => `${root}/${kit}.html`) } },
  });
  return outDir;
}
