import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { drive, open, openDevtools, PANEL, type Running } from './testing/drive.js';
import { run } from './testing/run.js';

const examples = inject('examples');
const app = join(examples, 'vite');

let running: Running | undefined;
afterEach(() => running?.stop());

function builtScript(cwd: string): string {
  const folder = join(cwd, 'dist/assets');
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
  return scripts.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
}

describe('the Vite app, its components compiled by the React Compiler', () => {
  beforeAll(() => run(app, 'npm run build'));

  test('warms on focus, joins on submit, streams, hits and stops', async () => {
    running = await open(app, 'npm run --silent start');
    await drive(running);
  });

  test('holds memoised components and nothing of the devtools', () => {
    const script = builtScript(app);
    expect(script.includes('.H.useMemoCache(')).toBe(true);
    expect(PANEL.test(script)).toBe(false);
    const panel = readFileSync(join(app, 'node_modules/@forewarm/react/dist/devtools/ForewarmDevtools.js'), 'utf8');
    expect(PANEL.test(panel)).toBe(true);
  });

  test('has the devtools while it is developed', async () => {
    running = await open(app, 'npm run --silent dev');
    await drive(running);
    await openDevtools(running);
  });

  test('takes the kit’s types as they are', () => run(app, 'npx tsc --noEmit --skipLibCheck false'));
});

describe('the same app on React 18', () => {
  const older = join(examples, 'vite-react-18');
  beforeAll(async () => {
    // Without what Vite prepared for the other React.
    cpSync(app, older, { recursive: true, filter: (path) => !path.endsWith('node_modules/.vite') });
    const config = readFileSync(join(app, 'vite.config.ts'), 'utf8');
    const changed = config.replace('reactCompilerPreset()', "reactCompilerPreset({ target: '18' })");
    writeFileSync(join(older, 'vite.config.ts'), changed);
    const react = ['react@18.3.1', 'react-dom@18.3.1', 'react-compiler-runtime@1.0.0'];
    const types = ['@types/react@18.3.31', '@types/react-dom@18.3.7'];
    await run(older, ['npm install --save-exact', ...react, ...types].join(' '));
    await run(older, 'npm run build');
  });

  test('is on React 18', () => expect(builtScript(older).includes('version=`18.3.1`')).toBe(true));

  test.each(['start', 'dev'])('works as it does on 19 (npm run %s)', async (script) => {
    running = await open(older, `npm run --silent ${script}`);
    await drive(running);
  });

  test('takes the kit’s types as they are', () => run(older, 'npx tsc --noEmit --skipLibCheck false'));
});
