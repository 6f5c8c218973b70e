import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { renderMarkdown } from '../markdown.js';
import { answered, shows } from '../testing/story.js';
import { webStorage } from '../webStorage.js';
import { AskBox } from './AskBox.js';

/**
 * Conversations kept across reloads and shared between tabs, and what the box says if it can't keep
 * them.
 */
const meta = {
  title: 'Components/Ask box/History',
  component: AskBox,
  args: { prefix: { id: 'docs' }, thread: true, renderAnswer: renderMarkdown },
  parameters: { forewarm: { stage: {} } },
} satisfies Meta<typeof AskBox>;

export default meta;
type Story = StoryObj<typeof meta>;

const TURNS = [
  { question: 'What is a b-tree?', answer: 'A tree whose pages hold **many** keys.' },
  { question: 'And a cursor?', answer: 'A path from the root to one key:\n\n- the pages\n- the place in each' },
];
const holding = (turns: readonly object[], setItem: () => void = () => {}) =>
  webStorage({ storage: { getItem: () => JSON.stringify(turns), setItem, removeItem: () => {} } });

/** A conversation from before the page was loaded. */
export const Kept: Story = {
  args: { storage: holding(TURNS) },
  async play(context) {
    const history = within(context.canvasElement).getByRole('list', { name: 'Conversation so far' });
    await expect(history).toHaveTextContent(/What is a b-tree\?/);
    await answered()(context);
    await expect(within(context.canvasElement).queryByText(/can’t be saved/)).toBeNull();
  },
};

const full = (): never => {
  throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
};

/**
 * The storage is full, or the browser is private: answers come as ever, and a line says that they
 * won't be kept.
 */
export const NotKept: Story = {
  args: { storage: holding([], full) },
  async play(context) {
    await answered()(context);
    await shows(context.canvasElement, 'This conversation can’t be saved: it will be gone with this page.');
  },
};

const KEY = 'storybook-tabs';

/** Another document of the same origin writes to the storage, as another tab does. */
async function elsewhere(turns: readonly object[]): Promise<void> {
  const frame = document.body.appendChild(document.createElement('iframe'));
  frame.hidden = true;
  frame.contentWindow!.localStorage.setItem(`forewarm:${KEY}`, JSON.stringify(turns));
  await new Promise((resolve) => setTimeout(resolve, 50));
  frame.remove();
}

/** What another tab asks appears here at once. */
export const SharedBetweenTabs: Story = {
  args: { storage: webStorage(), storageKey: KEY },
  beforeEach() {
    localStorage.removeItem(`forewarm:${KEY}`);
    return () => localStorage.removeItem(`forewarm:${KEY}`);
  },
  async play(context) {
    const canvas = within(context.canvasElement);
    await answered('Asked here?')(context);
    const here = JSON.parse(localStorage.getItem(`forewarm:${KEY}`)!) as object[];
    await elsewhere([...here, ...TURNS]);
    const turns = (): readonly string[] => canvas.getAllByRole('listitem').map(({ textContent }) => textContent);
    await waitFor(() => expect(turns().join()).toMatch(/Asked here\?.*What is a b-tree\?.*And a cursor\?/s));
    await userEvent.type(canvas.getByRole('textbox'), 'And here again?{Enter}');
    await waitFor(() => expect(localStorage.getItem(`forewarm:${KEY}`)).toMatch(/cursor.*And here again/));
  },
};
