import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Context, once } from './context.js';

/**
 * The source of React's DOM client as it stands in `node_modules`: about 150,000 tokens, without a
 * network.
 */
export function reactDom(): Context {
  return {
    id: 'react-dom',
    title: 'react-dom',
    role: 'You are an expert in React who answers questions about its source code.',
    starters: [
      'How does commitRoot flush passive effects?',
      'How does React batch state updates?',
      'When does a component bail out of rendering?',
    ],
    load: once(async () => {
      const root = dirname(createRequire(import.meta.url).resolve('react-dom/package.json'));
      const source = await readFile(join(root, 'cjs', 'react-dom-client.production.js'), 'utf8');
      return `react-dom-client.production.js:\n\`\`\`js\n${source}\n\`\`\``;
    }),
  };
}
