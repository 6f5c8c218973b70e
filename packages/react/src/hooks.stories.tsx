import type { Meta, StoryObj } from '@storybook/react-vite';
import { type ReactNode, useState } from 'react';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { useAsk } from './useAsk.js';
import { useForewarmMetrics } from './useForewarmMetrics.js';
import { useSpeculativeCache } from './useSpeculativeCache.js';

/** The hooks alone, for your own input and look. */
const meta = { title: 'Hooks' } satisfies Meta;

export default meta;
type Story = StoryObj<typeof meta>;

const prefix = { id: 'docs' };
const field = { inlineSize: '100%', minBlockSize: 44, padding: 8, font: 'inherit', boxSizing: 'border-box' } as const;

function OwnInputDemo(): ReactNode {
  const { status, getInputProps } = useSpeculativeCache({ prefix });
  return (
    <label>
      Any input
      <input {...getInputProps({ style: field })} />
      The prefix is {status}.
    </label>
  );
}

/** `getInputProps` makes any input warm its prefix. */
export const OwnInput: Story = {
  render: () => <OwnInputDemo />,
  async play({ canvasElement }) {
    await userEvent.type(within(canvasElement).getByRole('textbox'), 'H');
    await waitFor(() => expect(within(canvasElement).getByText(/The prefix is fresh\./)).toBeVisible(), {
      timeout: 5_000,
    });
  },
};

function ByRefDemo(): ReactNode {
  const { status, ref } = useSpeculativeCache({ prefix });
  return (
    <>
      <div
        ref={ref}
        contentEditable
        suppressContentEditableWarning
        role="textbox"
        aria-label="Editor"
        style={{ ...field, border: '1px solid' }}
      >
        An editor that takes no handlers of yours.
      </div>
      <p>The prefix is {status}.</p>
    </>
  );
}

/** `ref` watches an element that you can't give handlers to, such as an editor's. */
export const ByRef: Story = {
  render: () => <ByRefDemo />,
  async play({ canvasElement }) {
    await userEvent.type(within(canvasElement).getByRole('textbox'), ' And more.');
    await waitFor(() => expect(within(canvasElement).getByText('The prefix is fresh.')).toBeVisible(), {
      timeout: 5_000,
    });
  },
};

function AskAloneDemo(): ReactNode {
  const [question, setQuestion] = useState('What of page 12?');
  const { ask, stop, busy, answer, status } = useAsk({ prefix });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void ask(question);
      }}
    >
      <label>
        Question <input value={question} onChange={(event) => setQuestion(event.target.value)} style={field} />
      </label>
      <p>
        <button type="submit">Ask</button>{' '}
        <button type="button" onClick={stop} disabled={!busy}>
          Stop
        </button>{' '}
        {status}
      </p>
      <p style={{ whiteSpace: 'pre-wrap' }}>{answer}</p>
    </form>
  );
}

/** `useAsk` without any warming. */
export const AskAlone: Story = {
  render: () => <AskAloneDemo />,
  async play({ canvasElement }) {
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'Ask' }));
    await waitFor(() => expect(within(canvasElement).getByText(/done/)).toBeVisible(), { timeout: 10_000 });
  },
};

function FiguresDemo(): ReactNode {
  const { warms, asks, report } = useForewarmMetrics();
  const warm = useSpeculativeCache({ prefix });
  const { ask } = useAsk({ prefix });
  return (
    <>
      <p>
        <button type="button" onClick={() => void warm.warm()}>
          Warm
        </button>{' '}
        <button type="button" onClick={() => void ask('What of page 12?')}>
          Ask
        </button>
      </p>
      <p>
        Warms: {warms.warmed}, wasted: {report.wasted}. Answers: {asks.finished}, hit rate:{' '}
        {report.hitRate === null ? 'unknown' : `${Math.round(report.hitRate * 100)} %`}.
      </p>
    </>
  );
}

/** `useForewarmMetrics` counts what happens below the provider. */
export const Figures: Story = {
  render: () => <FiguresDemo />,
  async play({ canvasElement }) {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Warm' }));
    await waitFor(() => expect(canvas.getByText(/Warms: 1,/)).toBeVisible(), { timeout: 5_000 });
    await userEvent.click(canvas.getByRole('button', { name: 'Ask' }));
    await waitFor(() => expect(canvas.getByText(/Answers: 1, hit rate: 100 %/)).toBeVisible(), { timeout: 10_000 });
  },
};
