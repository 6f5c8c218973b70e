import type { ReactNode } from 'react';
import { render } from 'vitest-browser-react';
import { page, userEvent } from 'vitest/browser';
import { AskBox } from '../askBox/AskBox.js';
import { ForewarmProvider } from '../ForewarmProvider.js';
import { type ScriptedAdapter, scriptedAdapter } from './scriptedAdapter.js';

/** Where the question is typed. */
export const input = (): ReturnType<typeof page.getByRole> => page.getByRole('textbox', { name: 'Your question' });
/** What a screen reader announces. */
export const status = (): ReturnType<typeof page.getByRole> => page.getByRole('status');

/** A box below a provider whose backend the test plays. */
export async function show(
  children: ReactNode = <AskBox prefix={{ id: 'docs' }} />,
): Promise<{ adapter: ScriptedAdapter } & Awaited<ReturnType<typeof render>>> {
  const adapter = scriptedAdapter();
  const screen = await render(<ForewarmProvider adapter={adapter}>{children}</ForewarmProvider>);
  return { adapter, ...screen };
}

/** Types a question and sends it. */
export async function submit(question: string): Promise<void> {
  await input().fill(question);
  await userEvent.keyboard('{Enter}');
}
