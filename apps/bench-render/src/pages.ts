import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions } from 'vite';

/**
 * What is compared: pages that draw the same stream, each by the page of that name; the first is
 * ours.
 */
export const PLAIN = ['forewarm', 'floor', 'aiSdk', 'tanstackAi'] as const;
export const MARKDOWN = ['forewarmMarkdown', 'streamdown', 'reactMarkdown'] as const;
/** A chat after so many turns. */
export const CONVERSATION = ['turns200', 'turns2'] as const;
export type Kit = (typeof PLAIN | typeof MARKDOWN | typeof CONVERSATION)[number];

/**
 * Builds pages for production and gives the folder they are in. For a profile, functions keep their
 * names, and each package is a chunk of its own.
 */
export async function buildPages(kits: readonly Kit[], forProfile = false): Promise<string> {
  const root = fileURLToPath(new URL('./pages', import.meta.url));
  const outDir = fileURLToPath(new URL('../dist/pages', import.meta.url));
  await build({
    root,
    logLevel: 'error',
    configFile: false,
    resolve: { conditions: ['forewarm-source', ...defaultClientConditions] },
    build: {
      outDir,
      emptyOutDir: true,
      minify: !forProfile,
      rolldownOptions: {
        input: kits.map((kit) => `${root}/${kit}.html`),
        ...(forProfile && {
          output: {
            chunkFileNames: '[name].js',
            codeSplitting: { groups: [{ name: packageOf }], includeDependenciesRecursively: false },
          },
        }),
      },
    },
  });
  return outDir;
}

function packageOf(module: string): string | null {
  const own = /\/packages\/(\w+)\/src\//.exec(module)?.[1];
  if (own !== undefined) return `forewarm-${own}`;
  return /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(module)?.[1]?.replace('/', '-') ?? null;
}
