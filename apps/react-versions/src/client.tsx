import '@forewarm/react/styles.css';
import { StrictMode, version } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { Page } from './Page.js';

const root = document.querySelector('#root')!;

/** Called by the test, which may want to do something before. */
Object.assign(globalThis, {
  reactVersion: version,
  hydrate: () =>
    hydrateRoot(
      root,
      <StrictMode>
        <Page />
      </StrictMode>,
      { onRecoverableError: (error) => console.error(`recovered: ${String(error)}`) },
    ),
});
