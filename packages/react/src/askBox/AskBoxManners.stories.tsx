import type { Meta, StoryObj } from '@storybook/react-vite';
import { type FormEvent, type ReactNode, useState } from 'react';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import type { Labels } from '../labels.js';
import { AskBox } from './AskBox.js';

const meta = {
  title: 'Components/Ask box/Manners',
  component: AskBox,
  args: { prefix: { id: 'docs' } },
  parameters: { forewarm: { stage: {} } },
} satisfies Meta<typeof AskBox>;

export default meta;
type Story = StoryObj<typeof meta>;

const HEBREW: Partial<Labels> = {
  locale: 'he',
  box: 'שאלו שאלה',
  question: 'השאלה שלכם',
  placeholder: 'שאלו שאלה',
  submit: 'שאלו',
  stop: 'עצירה',
  retry: 'שאלו שוב',
  answer: 'תשובה',
  warm: { cold: 'קר', warming: 'מתחמם', fresh: 'חם', stale: 'כבר לא חם', skipped: 'קר', failed: 'החימום נכשל' },
  seconds: (value) => `${value} שנ׳`,
  firstToken: (seconds) => `${seconds} עד המילה הראשונה`,
  waiting: (seconds) => `${seconds} המתנה`,
  model: (seconds) => `${seconds} מודל`,
  outcome: { hit: 'נמצא במטמון', partial: 'נמצא חלקית', miss: 'לא נמצא', unknown: 'לא דווח' },
  cacheRead: (tokens) => `${tokens} אסימונים מהמטמון`,
};

/** Every word translated, and the page written from right to left. */
export const RightToLeft: Story = {
  args: { labels: HEBREW, dir: 'rtl', statistics: true },
  parameters: { forewarm: { stage: { answer: 'כאשר דף מתמלא הוא נחצה לשניים, והמפתח האמצעי עולה אל ההורה.' } } },
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await userEvent.type(canvas.getByRole('textbox', { name: 'השאלה שלכם' }), 'איך העץ נשאר מאוזן?{Enter}');
    await waitFor(() => expect(canvas.getByText(/עד המילה הראשונה/)).toBeVisible());
  },
};

/** A dozen variables change the look, here to a warmer page with square corners. */
export const Themed: Story = {
  parameters: { stands: ['How does it stay balanced?'] },
  args: {
    style: {
      '--forewarm-accent': 'light-dark(#7a3e00, #ffb870)',
      '--forewarm-on-accent': 'light-dark(#fff, #2b1600)',
      '--forewarm-surface': 'light-dark(#fdf6ec, #241c14)',
      '--forewarm-radius': '0',
      '--forewarm-font': 'Georgia, serif',
    } as object,
  },
  async play({ canvasElement }) {
    const composer = canvasElement.querySelector('[data-forewarm=composer]')!;
    await expect(composer).toHaveStyle({ borderRadius: '0px' });
    await expect(getComputedStyle(composer).fontFamily).toBe('Georgia, serif');
  },
};

const answered = fn();

function Survey(): ReactNode {
  const [sent, setSent] = useState(0);
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    setSent(sent + 1);
  };
  return (
    <form onSubmit={onSubmit} style={{ display: 'grid', gap: 12 }}>
      <label>
        Your name <input name="name" />
      </label>
      <AskBox prefix={{ id: 'docs' }} onAsk={answered} />
      <button type="submit">Send the form</button>
      <output>Form sent {sent} times</output>
    </form>
  );
}

/** In a form of the page: asking does not send the form. */
export const InsideAForm: Story = {
  render: () => <Survey />,
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    answered.mockClear();
    await userEvent.type(canvas.getByRole('textbox', { name: 'Your question' }), 'How?{Enter}');
    await waitFor(() => expect(canvas.getByText('The answer is complete.')).toBeInTheDocument());
    await expect(answered).toHaveBeenCalledTimes(1);
    await expect(answered).toHaveBeenCalledWith('How?');
    await expect(canvas.getByText('Form sent 0 times')).toBeVisible();
  },
};

/** Everything by keyboard: Tab in, Enter, Tab to stop; the focus moves as expected. */
export const ByKeyboard: Story = {
  parameters: { forewarm: { stage: { end: 'hang' } } },
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await userEvent.tab();
    await expect(canvas.getByRole('textbox')).toHaveFocus();
    await userEvent.keyboard('How?{Enter}');
    const stop = await canvas.findByRole('button', { name: 'Stop' });
    await waitFor(() => expect(canvas.getByText(/at the same depth/)).toBeVisible());
    await userEvent.tab();
    await expect(stop).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(canvas.getByRole('button', { name: 'Ask' })).toHaveFocus());
    await userEvent.tab();
    await expect(canvas.getByRole('button', { name: 'Ask again' })).toHaveFocus();
  },
};

/** A word of 300 letters, a line of 3,000: nothing leaves the box. */
export const LongWords: Story = {
  parameters: { forewarm: { stage: { answer: `${'Donaudampfschiff'.repeat(60)} and ${'-'.repeat(3000)}` } } },
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('textbox'));
    await userEvent.paste('x'.repeat(300));
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(canvas.getByRole('status')).toHaveTextContent('The answer is complete.'));
    await expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth);
  },
};

/** Two boxes share a prefix's warmth but not their answers. */
export const TwoOnOnePrefix: Story = {
  render: (args) => (
    <div style={{ display: 'grid', gap: 24, gridTemplateColumns: 'repeat(auto-fit, minmax(280px, 1fr))' }}>
      <AskBox {...args} labels={{ question: 'On the left' }} />
      <AskBox {...args} labels={{ question: 'On the right' }} />
    </div>
  ),
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await userEvent.type(canvas.getByRole('textbox', { name: 'On the left' }), 'How');
    await waitFor(() => expect(canvas.getAllByText('Warm')).toHaveLength(2));
  },
};
