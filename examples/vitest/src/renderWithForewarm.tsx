import { ForewarmProvider, type ForewarmProviderProps } from '@forewarm/react';
import { type Script, scriptedAdapter } from '@forewarm/testing';
import { render } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { PrefixRef } from '@forewarm/core';
import type { ReactNode } from 'react';

type Provider = Omit<ForewarmProviderProps<PrefixRef>, 'adapter'>;

/** Renders with a scripted backend; `adapter.warms` and `adapter.asks` record its calls. */
export function renderWithForewarm(ui: ReactNode, script: Script<PrefixRef> = {}, provider: Provider = {}) {
  const adapter = scriptedAdapter<PrefixRef>(script);
  const tree = (
    <ForewarmProvider {...provider} adapter={adapter}>
      {ui}
    </ForewarmProvider>
  );
  return { adapter, user: userEvent.setup(), ...render(tree) };
}
