import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Context, once, reactDom, sqliteBtree } from '@forewarm/express-app/contexts';
import { bad, callersPath } from './commandLine.js';

/** Opens one of the reference app's contexts, or a text file. */
export function openContext(name: string, env: Readonly<Record<string, string | undefined>>): Context {
  const contextDir = env['CONTEXT_DIR'] ? callersPath(env['CONTEXT_DIR'], env) : undefined;
  const cacheDir = env['CACHE_DIR'] ? callersPath(env['CACHE_DIR'], env) : '.cache';
  const known = [reactDom(), sqliteBtree({ contextDir, cacheDir })];
  const context = known.find(({ id }) => id === name);
  if (context) return context;
  const load = once(async () => {
    const text = await readFile(callersPath(name, env), 'utf8').catch(() => {
      const ids = known.map(({ id }) => id).join(', ');
      throw bad('--context', name, `${ids}, or the path of a text file that can be read`);
    });
    return `${basename(name)}:\n\`\`\`\n${text}\n\`\`\``;
  });
  return {
    id: 'file',
    title: name,
    role: 'You answer questions about a text.',
    starters: ['What is this text about?'],
    load,
  };
}
