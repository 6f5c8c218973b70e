import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { Page } from './Page.js';

/** The page as HTML, before its script and before the server has said anything. */
export function prerender(): string {
  return renderToString(
    <StrictMode>
      <Page />
    </StrictMode>,
  );
}
