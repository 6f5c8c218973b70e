import { DocsContainer, type DocsContainerProps } from '@storybook/addon-docs/blocks';
import { type PropsWithChildren, type ReactNode, useCallback, useSyncExternalStore } from 'react';
import { GLOBALS_UPDATED } from 'storybook/internal/core-events';
import { isDark, onSystemColours, setColours } from '../colours.js';
import { LOOKS } from '../theme.js';
import './docs.css';

/** A page of the documentation, in the toolbar's colours as the stories on it are. */
export function Container({ context, children }: PropsWithChildren<DocsContainerProps>): ReactNode {
  const { channel } = context;
  const subscribe = useCallback(
    (tell: () => void) => {
      const follow = ({ globals }: { globals: { theme: string } }): void => {
        setColours(globals.theme);
        tell();
      };
      channel.on(GLOBALS_UPDATED, follow);
      const end = onSystemColours(tell);
      return () => {
        channel.off(GLOBALS_UPDATED, follow);
        end();
      };
    },
    [channel],
  );
  const dark = useSyncExternalStore(subscribe, isDark);
  return (
    <DocsContainer context={context} theme={LOOKS[dark ? 'dark' : 'light']}>
      {children}
    </DocsContainer>
  );
}
