import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, waitFor } from 'storybook/test';
import { HighlightedMarkdown } from './Highlighted.js';

/**
 * Code in colours, from `@forewarm/react/highlight` with `highlight.css` and the peer `lowlight`,
 * which is loaded when code appears. In a box, give `renderHighlighted` to `renderAnswer`.
 */
const meta = {
  title: 'Components/HighlightedMarkdown',
  component: HighlightedMarkdown,
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
} satisfies Meta<typeof HighlightedMarkdown>;

export default meta;
type Story = StoryObj<typeof meta>;

const CODE = [
  '```ts',
  '// The middle key moves up.',
  'export function split(page: Page, at = 12): readonly Page[] {',
  "  if (!page.full) throw new Error('not full');",
  '  return [page.before(at), page.after(at)];',
  '}',
  '```',
].join('\n');

/** Keywords, strings, numbers and comments, in light and dark. */
export const InColours: Story = {
  args: { text: `A page is split:\n\n${CODE}\n\n\`\`\`css\np { color: red; }\n\`\`\`` },
  async play({ canvasElement }) {
    await waitFor(() => expect(canvasElement.querySelector('.hljs-keyword')).toHaveTextContent('export'), {
      timeout: 10_000,
    });
    await expect(canvasElement.querySelector('pre')).toHaveTextContent('export function split(page: Page, at = 12)');
  },
};

/** A language that nobody knows stays plain. */
export const UnknownLanguage: Story = {
  args: { text: '```b-tree\nsplit 12\n```' },
  async play({ canvasElement }) {
    await waitFor(() => expect(canvasElement.querySelector('pre')).toHaveTextContent('split 12'));
    await expect(canvasElement.querySelector('pre span')).toBeNull();
  },
};
