import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AskBox } from '@forewarm/react';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { beforeAll, expect, test } from 'vitest';
import { commandOf } from '../../../scripts/tools.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Inside an app, so that what the snippets import is found as their writers will find it. */
const folder = fileURLToPath(new URL('../.cache/type-errors', import.meta.url));

const IMPORTS = `import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { anthropic } from '@forewarm/adapters/anthropic';
import { http } from '@forewarm/adapters/http';
import { openai } from '@forewarm/adapters/openai';
import { definePrefix } from '@forewarm/core';
import { AskBox, ForewarmProvider, useSpeculativeCache } from '@forewarm/react';
import { createHandler } from '@forewarm/server';
const manual = definePrefix({ model: 'm', system: 'The manual.' });
const adapter = anthropic({ client: new Anthropic() });
`;

/** A mistake, the code that makes it, and what its message has to name. */
const MISTAKES: readonly (readonly [mistake: string, code: string, names: string])[] = [
  ['no adapter in the provider', `<ForewarmProvider>{null}</ForewarmProvider>`, `Property 'adapter' is missing`],
  [
    'an address for an adapter',
    `<ForewarmProvider adapter="/api/forewarm" />`,
    `'string' is not assignable to type 'Adapter<`,
  ],
  [
    'an adapter that was not called',
    `<ForewarmProvider adapter={http} />`,
    `'(options?: HttpOptions) => Adapter<PrefixRef>' is not assignable to type 'Adapter<`,
  ],
  ['no prefix', `<AskBox />`, `Property 'prefix' is missing`],
  ['a name for a prefix', `<AskBox prefix="manual" />`, `'string' is not assignable to type 'AnyPrefix'`],
  ['a prefix by another name than id', `<AskBox prefix={{ name: 'manual' }} />`, `'name' does not exist`],
  ['a misspelt prop', `<AskBox prefix={{ id: 'manual' }} threads />`, `Did you mean 'thread'?`],
  [
    'a misspelt trigger',
    `() => useSpeculativeCache({ prefix: { id: 'manual' }, triggers: ['fokus'] })`,
    `Did you mean '"focus"'?`,
  ],
  ['a name for the options', `() => useSpeculativeCache('manual')`, `'string' is not assignable`],
  ['a result that a hook has not', `() => useSpeculativeCache({ prefix: manual }).state`, `'state' does not exist`],
  [
    'options for a prefix, on a server',
    `createHandler({ adapter, prefixes: { manual: { model: 'm', system: 'The manual.' } } })`,
    `'wrap it in definePrefix({ … })'' is missing`,
  ],
  [
    'the adapter of a browser, on a server',
    `createHandler({ adapter: http(), prefixes: { manual } })`,
    `'Adapter<PrefixRef>' is not assignable to type 'Adapter<Prefix>'`,
  ],
  ['no adapter, on a server', `createHandler({ prefixes: { manual } })`, `Property 'adapter' is missing`],
  [
    'a client for an adapter',
    `createHandler({ adapter: new Anthropic(), prefixes: { manual } })`,
    `'Anthropic' is missing the following properties from type 'Adapter<Prefix>'`,
  ],
  ['a client of another SDK', `anthropic({ client: new OpenAI() })`, `'OpenAI' but required in type 'AnthropicClient'`],
  ['the other way round', `openai({ client: new Anthropic() })`, `'Anthropic' but required in type 'OpenAiClient'`],
  ['a client for the options', `anthropic(new Anthropic())`, `Property 'client' is missing`],
  ['prefix for prefixes', `createHandler({ adapter, prefix: { manual } })`, `Did you mean to write 'prefixes'?`],
  [
    'a misspelt option of the handler',
    `createHandler({ adapter, prefixes: { manual }, polcy: {} })`,
    `Did you mean to write 'policy'?`,
  ],
  [
    'a misspelt option of the policy',
    `createHandler({ adapter, prefixes: { manual }, policy: { budget: { costs: 5 } } })`,
    `Did you mean to write 'cost'?`,
  ],
  ['a misspelt option of the adapter', `http({ uri: '/api' })`, `'uri' does not exist in type 'HttpOptions'`],
  ['a misspelt part of a prefix', `definePrefix({ model: 'm', sytem: '' })`, `Did you mean to write 'system'?`],
];

/** What the compiler says of each snippet, by its name: a message of one or more lines. */
const said = new Map<string, string[]>();

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [index, [, code]] of MISTAKES.entries()) {
    writeFileSync(join(folder, `snippet${index}.tsx`), `${IMPORTS}export const it = ${code};\n`);
  }
  const compilerOptions = {
    noEmit: true,
    rootDir: root,
    lib: ['es2023', 'dom', 'dom.iterable'],
    customConditions: ['forewarm-source'],
    types: ['node'],
    noUnusedLocals: false,
  };
  const config = { extends: join(root, 'tsconfig.base.json'), compilerOptions, include: ['*.tsx'] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const args = [commandOf('typescript', 'tsc'), '-p', folder, '--pretty', 'false'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  // A message's further lines are indented.
  for (const message of stdout.trim().split(/\n(?! )/)) {
    const name = /(snippet\d+)\.tsx\(/.exec(message)?.[1] ?? message;
    said.set(name, [...(said.get(name) ?? []), message]);
  }
}, 120_000);

test.each(MISTAKES.map(([mistake, , names], index) => ({ mistake, names, name: `snippet${index}` })))(
  '$mistake: one message of at most five lines that names it',
  ({ names, name }) => {
    const messages = said.get(name) ?? [];
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(names);
    expect(messages[0]!.split('\n').length).toBeLessThanOrEqual(5);
  },
);

test('nothing else is said: the snippets are right but for their mistakes', () => {
  expect([...said.keys()].filter((name) => !/^snippet\d+$/.test(name))).toEqual([]);
});

// No type can tell what stands around a component.
test('no provider: one line that says what to write', () => {
  const render = (): string => renderToString(createElement(AskBox, { prefix: { id: 'manual' } }));
  expect(render).toThrow(/^[^\n]*there is no ForewarmProvider around this component[^\n]*$/);
});
