import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import { Markdown } from './Markdown.js';

/**
 * Markdown by itself, from `@forewarm/react/markdown`. In a box, give `renderMarkdown` to
 * `renderAnswer`.
 */
const meta = {
  title: 'Components/Markdown',
  component: Markdown,
  tags: ['autodocs'],
  decorators: [
    (Story) => (
      <div data-forewarm="box">
        <div data-forewarm="answer">
          <Story />
        </div>
      </div>
    ),
  ],
} satisfies Meta<typeof Markdown>;

export default meta;
type Story = StoryObj<typeof meta>;

const CODE = '```ts\nconst page = split(full);\n```';

/** Everything GitHub's Markdown has. */
export const Everything: Story = {
  args: {
    text: [
      '# A heading\n\n## A smaller one\n\nText with **strong**, _emphasis_, ~~struck~~ and `code`.',
      '- a list\n  1. in a list\n- [x] split\n- [ ] merge',
      '> A quotation,\n> of two lines.',
      CODE,
      '| Page | Cells |\n|---|--:|\n| 12 | 200 |',
      '---\n\nA footnote.[^1]\n\n[^1]: Down here.',
      'https://sqlite.org and ![a picture](https://sqlite.org/images/logo.gif)',
    ].join('\n\n'),
  },
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    for (const role of ['blockquote', 'table', 'separator'] as const)
      await expect(canvas.getByRole(role)).toBeVisible();
    await expect(canvas.getByRole('checkbox', { name: 'done' })).toBeChecked();
    await expect(canvas.getByRole('checkbox', { name: 'to do' })).not.toBeChecked();
    await expect(canvas.getByRole('link', { name: 'a picture' })).toBeVisible();
    await expect(canvasElement.querySelector('img')).toBeNull();
  },
};

const clipboard = (writeText: (text: string) => Promise<void>): (() => void) => {
  const before = Object.getOwnPropertyDescriptor(navigator, 'clipboard');
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText } });
  return () => {
    if (before) Object.defineProperty(navigator, 'clipboard', before);
    else Reflect.deleteProperty(navigator, 'clipboard');
  };
};
const written = fn(async (_text: string) => {});

/** Code can be copied, and its button says so for two seconds. */
export const CodeCopied: Story = {
  args: { text: CODE },
  beforeEach: () => clipboard(written),
  async play({ canvasElement }) {
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'Copy' }));
    await expect(written).toHaveBeenCalledWith('const page = split(full);\n');
    await waitFor(() => expect(within(canvasElement).getByRole('button', { name: 'Copied' })).toBeVisible());
  },
};

/** In a frame without permission or on a page without TLS, the button says that it failed. */
export const CodeNotCopied: Story = {
  args: { text: CODE },
  beforeEach: () => clipboard(() => Promise.reject(new DOMException('Write permission denied.', 'NotAllowedError'))),
  async play({ canvasElement }) {
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'Copy' }));
    await waitFor(() => expect(within(canvasElement).getByRole('button', { name: 'Could not copy' })).toBeVisible());
  },
};

/** A heading by its level, code by its language. */
export const Headings: Story = {
  args: { text: `# One\n\n## Two\n\n### Three\n\nText.\n\n${CODE}` },
  async play({ canvasElement }) {
    const sizes = [1, 2, 3].map((level) =>
      Number.parseFloat(getComputedStyle(within(canvasElement).getByRole('heading', { level })).fontSize),
    );
    await expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    await expect(new Set(sizes).size).toBe(3);
    await expect(within(canvasElement).getByText('ts')).toBeVisible();
  },
};

/** While it comes in, Markdown is seldom whole. */
export const Unfinished: Story = {
  args: { text: 'A list:\n\n- **strong** and\n- `half of\n\n```js\nconst half =' },
  async play({ canvasElement }) {
    await expect(within(canvasElement).getAllByRole('listitem')).toHaveLength(2);
    await expect(within(canvasElement).getByRole('group', { name: 'Code: js' })).toHaveTextContent('const half =');
  },
};

/** Code and tables wider than a phone scroll by themselves, also by keyboard. */
export const Wide: Story = {
  args: {
    text: `\`\`\`\n${'a long line of code '.repeat(20)}\n\`\`\`\n\n|${'Column|'.repeat(20)}\n|${'---|'.repeat(20)}\n|${'1,048,576|'.repeat(20)}`,
  },
  async play({ canvasElement }) {
    for (const region of canvasElement.querySelectorAll<HTMLElement>('pre, [data-forewarm=table]')) {
      await expect(region.scrollWidth).toBeGreaterThan(region.clientWidth);
      region.focus();
      await expect(region).toHaveFocus();
    }
    await expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth);
  },
};
