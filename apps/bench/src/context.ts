import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { type Context, once, reactDom, sqliteBtree } from '@forewarm/express-app/contexts';

/** The context that `--context` names: one of the reference app's, or a text file. */
export function openContext(name: string, env: Readonly<Record<string, string | undefined>>): Context {
  // npm runs a script in its package's folder, and says where it was called.
  const from = env['INIT_CWD'] || process.cwd();
  const contextDir = env['CONTEXT_DIR'] ? resolve(from, env['CONTEXT_DIR']) : undefined;
  const cacheDir = env['CACHE_DIR'] ? resolve(from, env['CACHE_DIR']) : '.cache';
  const known = [reactDom(), sqliteBtree({ contextDir, cacheDir })];
  const context = known.find(({ id }) => id === name);
  if (context) return context;
  const load = once(async () => {
    const text = await readFile(resolve(from, name), 'utf8').catch(() => {
      const ids = known.map(({ id }) => id).join(', ');
      throw new Error(
        `--context is ${JSON.stringify(name)}; it must be ${ids}, or the path of a text file that can be read.`,
      );
    });
    return `${basename(name)}:\n\`\`\`\n${text}\n\`\`\``;
  });
  return {
    id: 'file',
    title: name,
    role: 'You answer questions about a text.',
    example: 'What is this text about?',
    load,
  };
}
