import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { AskBox } from '../askBox/AskBox.js';
import { dot, note, pick } from '../testing/files.js';
import { shows } from '../testing/story.js';
import { Attachments } from './Attachments.js';

/** The parts of attachments one by one, inside an ask box or a chat. */
const meta = {
  title: 'Components/Attachments/Parts',
  component: Attachments.Root,
  decorators: [
    (Story) => (
      <AskBox.Root prefix={{ id: 'docs' }}>
        <Attachments.Sent />
        <AskBox.Answer />
        <Story />
      </AskBox.Root>
    ),
  ],
  parameters: { forewarm: { stage: {} } },
} satisfies Meta<typeof Attachments.Root>;

export default meta;
type Story = StoryObj<typeof meta>;

/** Takes what is dropped on it, and what is pasted into the input. */
export const Root: Story = {
  render: (args) => (
    <Attachments.Root {...args}>
      <Attachments.List />
      <AskBox.Input />
    </Attachments.Root>
  ),
  async play({ canvasElement }) {
    const root = canvasElement.querySelector('[data-forewarm=attachments]')!;
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(dot());
    root.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }));
    await waitFor(() => expect(root).toHaveAttribute('data-over'));
    root.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    await shows(canvasElement, 'dot.png');
    await expect(root).not.toHaveAttribute('data-over');
    const clipboardData = new DataTransfer();
    clipboardData.items.add(note());
    const box = within(canvasElement);
    box.getByRole('textbox').dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    await shows(canvasElement, 'note.txt');
  },
};

/** Opens the file picker. */
export const Add: Story = {
  render: (args) => (
    <Attachments.Root {...args}>
      <AskBox.Input />
      <Attachments.Add />
    </Attachments.Root>
  ),
  async play({ canvasElement }) {
    const add = within(canvasElement).getByRole('button', { name: 'Attach files' });
    let opened = false;
    add.querySelector('input')!.addEventListener('click', (event) => {
      event.preventDefault();
      opened = true;
    });
    add.focus();
    await userEvent.keyboard('{Enter}');
    await expect(opened).toBe(true);
  },
};

/** What goes with the next question. After a removal the focus moves on. */
export const List: Story = {
  render: (args) => (
    <Attachments.Root {...args}>
      <Attachments.List />
      <AskBox.Input />
      <Attachments.Add />
    </Attachments.Root>
  ),
  async play({ canvasElement }) {
    const box = within(canvasElement);
    pick(canvasElement, dot(), note());
    await shows(canvasElement, 'note.txt');
    await waitFor(() => expect(canvasElement.querySelector('progress')).toBeNull());
    box.getByRole('button', { name: 'Remove dot.png' }).focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(box.queryByText('dot.png')).toBeNull());
    await expect(box.getByRole('button', { name: 'Remove note.txt' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(box.queryByRole('list', { name: 'Attachments' })).toBeNull());
    await expect(box.getByRole('textbox')).toHaveFocus();
  },
};

/** Names the file, its size and the limit. */
export const Problem: Story = {
  args: { maxImageBytes: 50 },
  render: (args) => (
    <Attachments.Root {...args}>
      <Attachments.List />
      <AskBox.Input />
      <Attachments.Add />
      <Attachments.Problem />
    </Attachments.Root>
  ),
  async play({ canvasElement }) {
    pick(canvasElement, dot());
    await waitFor(() =>
      expect(within(canvasElement).getByRole('alert')).toHaveTextContent(
        'dot.png has 70 bytes; at most 50 bytes can be attached.',
      ),
    );
  },
};

/** What went with the question stays beside it. */
export const Sent: Story = {
  render: (args) => (
    <Attachments.Root {...args}>
      <Attachments.List />
      <AskBox.Input />
      <Attachments.Add />
    </Attachments.Root>
  ),
  async play({ canvasElement }) {
    const box = within(canvasElement);
    pick(canvasElement, dot());
    await shows(canvasElement, 'dot.png');
    await waitFor(() => expect(canvasElement.querySelector('progress')).toBeNull());
    await userEvent.type(box.getByRole('textbox'), 'What is this?{Enter}');
    await waitFor(() => expect(box.getByRole('list', { name: 'Attached' })).toHaveTextContent('dot.png'));
    await expect(box.queryByRole('list', { name: 'Attachments' })).toBeNull();
  },
};
