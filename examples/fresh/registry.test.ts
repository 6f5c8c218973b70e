import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Running } from '../testing/drive.js';
import { APPS, askAndHit, makeApp } from './make.js';
import { type PackedRegistry, servePacked } from './packages.js';
import { applyDiff } from './page.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'forewarm-registry-'));

let packages: PackedRegistry;
let running: Running | undefined;
beforeAll(async () => void (packages = await servePacked()));
afterEach(() => running?.stop());
afterAll(() => {
  packages.close();
  return rm(home, { recursive: true, force: true, maxRetries: 5 });
});

/** As `shadcn init`, without the base colour that it downloads. */
const COMPONENTS = {
  $schema: 'https://ui.shadcn.com/schema.json',
  style: 'new-york',
  rsc: false,
  tsx: true,
  tailwind: { config: '', css: 'src/index.css', baseColor: '', cssVariables: true },
  aliases: { components: '@/components', utils: '@/lib/utils', ui: '@/components/ui', lib: '@/lib', hooks: '@/hooks' },
};
const STYLES = `@import 'tailwindcss';
@theme {
  --color-background: #fff;
  --color-foreground: #111;
  --color-muted-foreground: #666;
  --color-primary: rgb(1, 2, 3);
  --color-primary-foreground: #fff;
  --color-destructive: #c00;
  --color-ring: #888;
}
`;
const PATHS = `"paths": { "@/*": ["./src/*"] }`;

test('the ask box that shadcn installs is the app’s own, with its Tailwind, and warms', async () => {
  const app = await makeApp(
    APPS.find(({ name }) => name === 'Vite')!,
    home,
    packages,
  );
  const write = (file: string, text: string): void => writeFileSync(join(app.folder, file), text);
  const edit = (file: string, change: (text: string) => string): void =>
    write(file, change(readFileSync(join(app.folder, file), 'utf8')));
  write('components.json', JSON.stringify(COMPONENTS));
  write('src/index.css', STYLES);
  edit('tsconfig.json', (text) => text.replace('{', `{ "compilerOptions": { ${PATHS} },`));
  edit('tsconfig.app.json', (text) => text.replace(/"compilerOptions": \{/, `"compilerOptions": { ${PATHS},`));
  edit('vite.config.ts', (text) =>
    applyDiff(text, ` import { defineConfig } from 'vite'\n+import tailwind from '@tailwindcss/vite'`).replace(
      'plugins: [',
      'plugins: [tailwind(), ',
    ),
  );
  const item = `${root}scripts/build-registry.js`;
  await app.run(`npm install --save-dev tailwindcss@4 @tailwindcss/vite@4 && node ${item} r`);
  await app.run('npx shadcn@4.23.0 add ./r/ask-box.json');
  edit('src/App.tsx', (text) =>
    text
      .replace('{ AskBox, ForewarmProvider }', '{ ForewarmProvider }')
      .replace(`import '@forewarm/react/styles.css'`, `import { AskBox } from './components/ask-box'`),
  );

  running = await app.start();
  await askAndHit(running);
  const button = running.page.getByRole('button', { name: 'Ask', exact: true });
  expect(await button.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe('rgb(1, 2, 3)');
  await app.run('npm run build');
});
