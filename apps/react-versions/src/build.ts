import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig, type Rollup } from 'vite';
import type * as Server from './server.js';

const HERE = fileURLToPath(new URL('..', import.meta.url));
/** Where each React is found. */
const REACTS = { 18: `${HERE}node_modules`, 19: fileURLToPath(new URL('../../../node_modules', import.meta.url)) };
export type ReactMajor = keyof typeof REACTS;

/** The page as both sides have it, with one React throughout. */
export interface Built {
  readonly server: typeof Server;
  readonly script: string;
  readonly style: string;
}

const checks = { moduleLevelDirective: false };

/** For development, where React says what it doesn't like. */
const forReact = (major: ReactMajor): InlineConfig => ({
  configFile: false,
  logLevel: 'error',
  mode: 'development',
  define: { 'process.env.NODE_ENV': '"development"' },
  resolve: { alias: [{ find: /^(react|react-dom)(?=$|\/)/, replacement: `${REACTS[major]}/$1` }] },
});

/** Builds the page as a server and a browser have it. */
export async function buildPage(major: ReactMajor): Promise<Built> {
  const out = await mkdtemp(join(HERE, 'node_modules/.page-'));
  await build({
    ...forReact(major),
    ssr: { noExternal: true },
    build: {
      ssr: `${HERE}src/server.tsx`,
      outDir: out,
      minify: false,
      rolldownOptions: { checks, output: { format: 'cjs', entryFileNames: 'server.cjs' } },
    },
  });
  const client = await buildClient(major, 'client.tsx');
  const server = createRequire(import.meta.url)(join(out, 'server.cjs')) as Built['server'];
  await rm(out, { recursive: true });
  return { server, ...client };
}

/** Builds one of the files beside this one as a page's script. */
export async function buildClient(major: ReactMajor, file: string): Promise<Pick<Built, 'script' | 'style'>> {
  const { output } = (await build({
    ...forReact(major),
    build: { write: false, minify: false, rolldownOptions: { checks, input: `${HERE}src/${file}` } },
  })) as Rollup.RollupOutput;
  const style = output.find(({ fileName }) => fileName.endsWith('.css'));
  return { script: output[0].code, style: style?.type === 'asset' ? String(style.source) : '' };
}
