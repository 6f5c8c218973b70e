import { render, type RenderResult, screen } from '@testing-library/react';
import { type UserEvent, userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { AskBox } from '../askBox/AskBox.js';
import { ForewarmProvider } from '../ForewarmProvider.js';
import { type ScriptedAdapter, scriptedAdapter } from './scriptedAdapter.js';

interface Shown extends RenderResult {
  readonly adapter: ScriptedAdapter;
  readonly user: UserEvent;
}

/** Renders a box below a provider whose backend the test plays. */
export function showInDom(children: ReactNode = <AskBox prefix={{ id: 'docs' }} />): Shown {
  const adapter = scriptedAdapter();
  const user = userEvent.setup();
  return { adapter, user, ...render(<ForewarmProvider adapter={adapter}>{children}</ForewarmProvider>) };
}

export const question = (): HTMLTextAreaElement => screen.getByRole('textbox', { name: 'Your question' });
