import type { AskState, CacheOutcome, WarmStatus } from '@forewarm/core';
import { expect, test } from 'vitest';
import * as attachments from './attachments.js';
import * as chat from './chat.js';
import * as devtools from './devtools.js';
import * as highlight from './highlight.js';
import * as kit from './index.js';
import * as markdown from './markdown.js';
import { state } from './testing/story.js';

/** A story; under `default`, a file's meta. */
interface Story {
  readonly component?: unknown;
  readonly play?: unknown;
  readonly parameters?: { readonly reaches?: readonly string[] };
}
const files = import.meta.glob<Record<string, Story>>('./**/*.stories.tsx', { eager: true });
const stories = Object.entries(files).flatMap(([file, exported]) =>
  Object.entries(exported)
    .filter(([name]) => name !== 'default')
    .map(([name, story]) => ({ name: `${file} ${name}`, story })),
);

test.each(stories)('$name is played, so that it can fail', ({ story }) => {
  expect(story.play).toBeTypeOf('function');
});

/** Exported components: functions, or results of `forwardRef`, with a capital. */
const components = Object.entries({ ...kit, ...attachments, ...chat, ...highlight, ...markdown, ...devtools }).filter(
  ([name, value]) => /^[A-Z][a-z]/.test(name) && (typeof value === 'function' || '$$typeof' in Object(value)),
);

const FOLDERS: Readonly<Record<string, string>> = { AskBox: 'askBox', Attachments: 'attachments', Chat: 'chat' };

test.each(components)('%s has a story', (name, component) => {
  const [, of, part] = /^(AskBox|Attachments|Chat)(.+)/.exec(name) ?? [];
  const shown = part
    ? files[`./${FOLDERS[of!]}/parts.stories.tsx`]?.[part] !== undefined
    : Object.values(files).some((file) => file['default']?.component === component);
  expect(shown).toBe(true);
});

/** Every state that a part shows as an attribute; the types require every value. */
const STATES: readonly (readonly [part: string, attribute: string, values: readonly string[]])[] = [
  [
    'box',
    'status',
    Object.keys({
      idle: true,
      waiting: true,
      answering: true,
      done: true,
      stopped: true,
      failed: true,
    } satisfies Record<AskState['status'], true>),
  ],
  [
    'box',
    'warm',
    Object.keys({
      cold: true,
      warming: true,
      fresh: true,
      stale: true,
      skipped: true,
      failed: true,
    } satisfies Record<WarmStatus['status'], true>),
  ],
  [
    'timing',
    'outcome',
    Object.keys({ hit: true, partial: true, miss: true, unknown: true } satisfies Record<CacheOutcome, true>),
  ],
  ['problem', 'kind', ['refused', 'failed']],
  ['input', 'invalid', ['']],
  ['box', 'busy', ['']],
  ['reasoning', 'active', ['']],
  ['tools', 'active', ['']],
];
const reached = new Set(stories.flatMap(({ story }) => story.parameters?.reaches ?? []));

test.each(STATES.flatMap(([part, name, values]) => values.map((value) => state(part, name, value))))(
  'a story reaches %s',
  (selector) => {
    expect(reached).toContain(selector);
  },
);
