import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { StrictMode, version } from 'react';
import { renderToPipeableStream, renderToString } from 'react-dom/server';
import { Page } from './Page.js';

const page = (
  <StrictMode>
    <Page />
  </StrictMode>
);

export { version };

/** The page as one text. */
export function whole(): string {
  return renderToString(page);
}

/** The page as it streams. */
export function streamed(): Promise<string> {
  return new Promise((resolve, reject) => {
    const through = new PassThrough();
    const { pipe } = renderToPipeableStream(page, {
      onShellReady: () => pipe(through),
      onError: reject,
      onShellError: reject,
    });
    text(through).then(resolve, reject);
  });
}
