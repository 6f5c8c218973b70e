import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { renderMarkdown } from '../markdown.js';
import { asking } from '../testing/story.js';
import { AskBox } from './AskBox.js';

const meta = {
  title: 'Components/Ask box/AskBox',
  component: AskBox,
  tags: ['autodocs'],
  args: { prefix: { id: 'docs' } },
} satisfies Meta<typeof AskBox>;

export default meta;
type Story = StoryObj<typeof meta>;

/**
 * Focus it and watch the word beside the dot; then ask. The backend is the whole kit over the
 * simulator, in this page.
 */
export const Default: Story = {
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await expect(canvas.getByText('Not warmed')).toBeVisible();
    await expect(canvas.getByRole('textbox', { name: 'Your question' })).toHaveValue('');
  },
};

/** A question typed while the prefix was warmed. */
export const Asked: Story = {
  parameters: { stands: ['How does the tree stay balanced?'] },
  async play({ canvasElement, step }) {
    const canvas = within(canvasElement);
    await step('A click warms', async () => {
      await userEvent.click(canvas.getByRole('textbox'));
      await userEvent.keyboard('How does the tree stay balanced?');
      await waitFor(() => expect(canvas.getByText('Warm')).toBeVisible(), { timeout: 10_000 });
    });
    await step('Enter asks', async () => {
      await userEvent.keyboard('{Enter}');
      await waitFor(() => expect(canvas.getByRole('status')).toHaveTextContent('The answer is complete.'), {
        timeout: 10_000,
      });
    });
    await step('People read the answer and no figure', async () => {
      await expect(canvas.queryByText(/\d s\b|tokens/)).toBeNull();
    });
  },
};

/**
 * For developers and demos: where the time went, in words and as a strip, and what the cache did.
 */
export const Statistics: Story = {
  args: { statistics: true },
  parameters: { stands: ['How does the tree stay balanced?'] },
  async play(context) {
    const canvas = within(context.canvasElement);
    await asking(/ · hit · [\d,]+ tokens read from cache/, 'How does the tree stay balanced?')(context);
    await expect(canvas.getByRole('rowheader', { name: 'Answer' })).toBeInTheDocument();
  },
};

/** Questions in a thread: each answered turn is part of the next prefix. */
export const Thread: Story = {
  parameters: { stands: ['What is page 12?', 'And page 20?', 'What of cursors?'] },
  args: { thread: true },
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    for (const [index, question] of ['What is page 12?', 'And page 20?', 'What of cursors?'].entries()) {
      await userEvent.type(canvas.getByRole('textbox'), `${question}{Enter}`);
      await waitFor(() => expect(canvas.queryAllByRole('listitem')).toHaveLength(index));
      await waitFor(() => expect(canvas.getByRole('status')).toHaveTextContent('The answer is complete.'), {
        timeout: 10_000,
      });
    }
  },
};

/** Markdown is optional, from `@forewarm/react/markdown`. */
export const Markdown: Story = {
  parameters: { stands: ['How does the tree stay balanced?'] },
  args: { renderAnswer: renderMarkdown },
  play: Asked.play!,
};

/**
 * With `rates`, statistics show an answer's cost; after a cold run, how much sooner a warm answer
 * came.
 */
export const CostAndGain: Story = {
  args: { statistics: true, rates: { input: 3, cacheRead: 0.3, cacheWrite: 3.75, output: 15, currency: 'USD' } },
  parameters: {
    forewarm: { simulator: { timeScale: 0.05, tokens: 150_000 }, policy: { triggers: [] } },
    stands: ['What is page 12?', 'What is page 12?'],
  },
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    const ask = (): Promise<void> => userEvent.type(canvas.getByRole('textbox'), 'What is page 12?{Enter}');
    await ask();
    await waitFor(() => expect(canvas.getByText(/ · miss · /)).toBeVisible(), { timeout: 10_000 });
    await ask();
    await waitFor(() => expect(canvas.getByText(/\$0\.05.* sooner than cold \(median of 1\)/)).toBeVisible(), {
      timeout: 10_000,
    });
  },
};

/** The box from its parts, in another order and with other elements. */
export const OwnComposition: Story = {
  parameters: { stands: ['What is page 12?'] },
  render: (args) => (
    <AskBox.Root {...args} className={({ busy }) => (busy ? 'busy' : '')}>
      <AskBox.Answer />
      <AskBox.Problem />
      <div style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
        <AskBox.Input rows={1} style={{ flex: 1, minBlockSize: 0 }} placeholder="Ask the manual" />
        <AskBox.Submit render={(props) => <button {...props}>Send</button>} />
        <AskBox.Stop />
      </div>
      <AskBox.Status render={<small />} />
      <AskBox.Timing />
    </AskBox.Root>
  ),
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    const root = canvas.getByRole('group');
    await userEvent.type(canvas.getByPlaceholderText('Ask the manual'), 'What is page 12?');
    await userEvent.click(canvas.getByRole('button', { name: 'Send' }));
    await waitFor(() => expect(root).toHaveClass('busy'));
    await waitFor(() => expect(canvas.getByText(/ to first token: /)).toBeVisible(), { timeout: 10_000 });
    await expect(canvasElement.querySelector('small[data-forewarm=status]')).toBeVisible();
  },
};
