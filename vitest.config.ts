import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import babel from '@rolldown/plugin-babel';
import react, { reactCompilerPreset } from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defaultClientConditions, type PluginOption } from 'vite';
import { defineConfig } from 'vitest/config';
import { chromiumArgs, findChromium } from './scripts/chromium.js';
import { testsLeftOut } from './scripts/programs.js';

/** CI's machines are small and do several things at once: there a test may try again twice. Elsewhere a failure is told at once. */
const retry = process.env['CI'] ? 2 : 0;

/** Those for which a program is missing; `npm test` has said so. */
const leftOut = testsLeftOut();

/** Tests read the packages' source through this export condition, so that no build stands between an edit and its test. */
const resolve = { conditions: ['forewarm-source'] };
const inBrowser = { conditions: ['forewarm-source', ...defaultClientConditions] };
const ssr = { resolve: { conditions: ['forewarm-source'], externalConditions: ['forewarm-source'] } };

/** Bundled before the first test: what is only found while tests run makes the page reload under them. */
const optimizeDeps = {
  include: [
    '@ai-sdk/react',
    '@anthropic-ai/sdk',
    '@tanstack/react-query',
    'ai',
    'eventsource-parser',
    'lowlight',
    'react-markdown',
    'rehype-sanitize',
    'remark-gfm',
    'zod',
  ],
};

/** A real Chromium for one project; the options are made anew for each, since a shared object mixes up their names. */
const chromium = async (colorScheme: 'light' | 'dark' = 'light') => ({
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({
    launchOptions: { executablePath: await findChromium(), args: chromiumArgs },
    contextOptions: { colorScheme },
  }),
  instances: [{ browser: 'chromium' as const }],
});

/** The React Compiler, which fails on what it can't compile. */
const compiler = () =>
  babel({
    include: /packages\/react\/src\/.*\.tsx?$/,
    exclude: /\.test\.tsx$/,
    presets: [reactCompilerPreset({ panicThreshold: 'all_errors' })],
  });

/** Where React 18 is; the one beside this file is 19. */
const react18 = [
  { find: /^(react|react-dom)(?=$|\/)/, replacement: `${import.meta.dirname}/apps/react-versions/node_modules/$1` },
];

interface InBrowser {
  readonly include?: string;
  readonly plugins?: PluginOption[];
  readonly alias?: typeof react18;
}

/** The React kit's tests in a browser, as it is, on another React, or as an app's React Compiler may make it: all must behave alike. */
const inBrowserTests = async (
  name: string,
  { include = 'packages/*/src/**/*.test.tsx', plugins = [], alias = [] }: InBrowser = {},
) => ({
  resolve: { ...inBrowser, alias },
  optimizeDeps: {
    include: [...optimizeDeps.include, 'vitest-browser-react', ...(alias.length > 0 ? [] : ['react/compiler-runtime'])],
  },
  plugins: [react(), ...plugins],
  test: {
    name,
    include: [include],
    exclude: [IN_DOM],
    provide: { react: alias.length > 0 ? '18' : '19' },
    retry,
    testTimeout: 30_000,
    browser: await chromium(),
  },
});

/** The tests that need a document but no browser. */
const IN_DOM = '{packages,apps}/*/src/**/*.dom.test.tsx';

/** The React kit where its users test it: in a document made by a library, which lacks much of what a browser has. */
const inDom = (environment: 'jsdom' | 'happy-dom') => ({
  resolve,
  ssr,
  plugins: [react()],
  test: { name: environment, environment, include: [IN_DOM], retry, testTimeout: 30_000 },
});

/** Every story as a test, its play function run and its page checked by axe; once in each colour scheme, since contrast is part of that; then looked at on a phone. */
const stories = async (colorScheme: 'light' | 'dark') => ({
  optimizeDeps,
  plugins: [storybookTest({ configDir: '.storybook' })],
  test: {
    name: `stories-${colorScheme}`,
    setupFiles: ['.storybook/phoneWidth.ts'],
    browser: await chromium(colorScheme),
    retry,
    testTimeout: 30_000,
  },
});

export default defineConfig(async () => ({
  test: {
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'unit',
          environment: 'node',
          include: [
            'packages/*/src/**/*.test.ts',
            'apps/*/src/**/*.test.ts',
            'apps/*/web/**/*.test.ts',
            '.storybook/**/*.test.ts',
          ],
          exclude: leftOut,
          // A machine may be busy with something else: a test that is slow has not failed.
          retry,
          testTimeout: 30_000,
        },
      },
      inDom('jsdom'),
      inDom('happy-dom'),
      await inBrowserTests('browser'),
      await inBrowserTests('react-18', { alias: react18 }),
      await inBrowserTests('compiled', { include: 'packages/react/src/**/*.test.tsx', plugins: [compiler()] }),
      {
        resolve,
        ssr,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['apps/*/e2e/**/*.test.ts'],
          exclude: [
            ...leftOut,
            ...(process.env['PAGES_ALONE'] === 'no'
              ? ['apps/express/e2e/docs*.test.ts', 'apps/bench-render/e2e/*.test.ts']
              : []),
          ],
          retry,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      await stories('light'),
      await stories('dark'),
    ],
  },
}));
