import { http } from '@forewarm/adapters/http';
import { AskBox, ForewarmProvider } from '@forewarm/react';
import { renderMarkdown } from '@forewarm/react/markdown';
import '@forewarm/react/styles.css';
import { createRoot } from 'react-dom/client';

createRoot(document.querySelector('main')!).render(
  <ForewarmProvider adapter={http({ url: '/markdown' })}>
    <AskBox prefix={{ id: 'docs' }} renderAnswer={renderMarkdown} />
  </ForewarmProvider>,
);
