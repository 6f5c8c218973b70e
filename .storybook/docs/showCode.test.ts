import { expect, test } from 'vitest';
import { codeOf } from './showCode.js';

const renderMarkdown = (): null => null;
const shown = (title: string, initialArgs: object, source = '{}'): string =>
  codeOf(
    { title, name: 'My Story', initialArgs: { ...initialArgs }, parameters: {} },
    `export const Another: Story = {};\n\nexport const MyStory: Story = ${source};\n`,
  );

test('a component with its args, and where it comes from', () => {
  expect(shown('Components/Ask box/AskBox', { prefix: { id: 'docs' }, thread: true, warm: false })).toBe(
    "import { AskBox } from '@forewarm/react';\n\n<AskBox prefix={{ id: 'docs' }} thread />",
  );
});

test('a function has the name it has in the source', () => {
  const source = '{\n  args: { renderAnswer: renderMarkdown },\n}';
  const code = shown('AskBox', { prefix: { id: 'docs' }, renderAnswer: renderMarkdown }, source);
  expect(code).toContain("import { renderMarkdown } from '@forewarm/react/markdown';");
  expect(code).toContain('renderAnswer={renderMarkdown}');
  // A mock is nothing that one writes, nor is a storage of the story's own.
  const mocked = { renderAnswer: renderMarkdown, storage: { read: () => null } };
  expect(shown('AskBox', mocked, '{\n  args: { renderAnswer: fn() },\n}')).toContain('<AskBox />');
});

test('what is long stands on lines of its own', () => {
  const text = 'It’s\nlong';
  expect(shown('Markdown', { text, labels: { copy: 'Copy this to the clipboard', copied: 'It is there' } })).toBe(
    `import { Markdown } from '@forewarm/react/markdown';

<Markdown
  text={'It’s\\nlong'}
  labels={{ copy: 'Copy this to the clipboard', copied: 'It is there' }}
/>`,
  );
});

test('a story’s own JSX, as it stands', () => {
  const source = `{
  render: (args) => (
    <AskBox.Root {...args}>
      <AskBox.Input className={({ busy }) => (busy ? 'busy' : '')} />
    </AskBox.Root>
  ),
  async play() {},
}`;
  expect(shown('Components/Ask box/AskBox', { prefix: { id: 'docs' } }, source)).toBe(
    `import { AskBox } from '@forewarm/react';

<AskBox.Root prefix={{ id: 'docs' }}>
  <AskBox.Input className={({ busy }) => (busy ? 'busy' : '')} />
</AskBox.Root>`,
  );
});
