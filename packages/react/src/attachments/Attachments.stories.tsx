import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { AskBox } from '../askBox/AskBox.js';
import { Chat } from '../chat/Chat.js';
import { dot, note, pick } from '../testing/files.js';
import { answered, shows } from '../testing/story.js';
import { Attachments } from './Attachments.js';
import { renderAttachedTurn } from './Sent.js';

/**
 * Images and texts that go with a question, from `@forewarm/react/attachments` with
 * `attachments.css`. The server takes them with `createHandler({ attachments: true })`.
 */
const meta = {
  title: 'Components/Attachments/Attachments',
  component: Attachments.Root,
  tags: ['autodocs'],
  parameters: { forewarm: { stage: {} } },
} satisfies Meta<typeof Attachments.Root>;

export default meta;
type Story = StoryObj<typeof meta>;
type Play = NonNullable<Story['play']>;

const FILES = { attach: () => [dot(), note()] };
const large = (): File => new File([new Uint8Array(1_234_567)], 'photo.jpg', { type: 'image/jpeg' });

const attached: Play = async ({ canvasElement }) => {
  pick(canvasElement, dot(), note());
  const list = (): HTMLElement => within(canvasElement).getByRole('list', { name: 'Attachments' });
  await waitFor(() => expect(list()).toHaveTextContent('note.txt'));
  await waitFor(() => expect(canvasElement.querySelector('progress')).toBeNull());
};

/** In a chat, around the composer's parts: sent files stay with their question. */
export const InAChat: Story = {
  parameters: { stands: [FILES, 'What is this?', FILES] },
  render: (args) => (
    <Chat.Root prefix={{ id: 'docs' }} style={{ blockSize: 480 }}>
      <Chat.Thread>
        <AskBox.History />
        <Chat.Latest>
          <Chat.Question />
          <AskBox.Answer />
          <AskBox.Retry />
        </Chat.Latest>
        <Chat.Jump />
      </Chat.Thread>
      <div data-forewarm="composer">
        <Attachments.Root {...args}>
          <Attachments.List />
          <AskBox.Input rows={1} />
          <Attachments.Problem />
          <div data-forewarm="bar">
            <Attachments.Add />
            <AskBox.Submit />
            <AskBox.Stop />
          </div>
        </Attachments.Root>
      </div>
    </Chat.Root>
  ),
  async play(context) {
    const chat = within(context.canvasElement);
    await attached(context);
    await answered('What is this?')(context);
    await expect(chat.getByRole('list', { name: 'Attached' })).toHaveTextContent('dot.pngnote.txt');
    await expect(chat.queryByRole('list', { name: 'Attachments' })).toBeNull();
    await attached(context);
  },
};

/** In an ask box. Before it is sent, each file can be removed. */
export const InAnAskBox: Story = {
  parameters: { stands: [FILES, 'What is this?', 'And what is not?', FILES] },
  render: (args) => (
    <AskBox.Root prefix={{ id: 'docs' }} thread renderTurn={renderAttachedTurn}>
      <AskBox.History />
      <Attachments.Sent />
      <AskBox.Question />
      <AskBox.Answer />
      <div data-forewarm="composer">
        <Attachments.Root {...args}>
          <Attachments.List />
          <AskBox.Input />
          <Attachments.Problem />
          <div data-forewarm="bar">
            <Attachments.Add />
            <AskBox.Submit />
            <AskBox.Stop />
          </div>
        </Attachments.Root>
      </div>
    </AskBox.Root>
  ),
  async play(context) {
    const box = within(context.canvasElement);
    await attached(context);
    await answered('What is this?')(context);
    await answered('And what is not?')(context);
    await expect(box.getByRole('list', { name: 'Attached' })).toHaveTextContent('dot.pngnote.txt');
    await attached(context);
    await expect(box.getByRole('button', { name: 'Remove dot.png' })).toBeVisible();
  },
};

/** A file that is too large is named with its size and the limit; the others stay. */
export const TooLarge: Story = {
  parameters: { stands: [{ attach: () => [note(), large()] }] },
  args: { maxImageBytes: 100_000 },
  render: InAnAskBox.render!,
  async play({ canvasElement }) {
    pick(canvasElement, note(), large());
    await shows(canvasElement, 'photo.jpg has 1.2 MB; at most 100 kB can be attached.');
    await expect(within(canvasElement).getByText('note.txt')).toBeVisible();
    await userEvent.type(within(canvasElement).getByRole('textbox'), 'What');
  },
};
