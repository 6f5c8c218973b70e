import { http } from '@forewarm/adapters/http';
import { AskBox, ForewarmProvider } from '@forewarm/react';
import '@forewarm/react/styles.css';
import { createRoot } from 'react-dom/client';

createRoot(document.querySelector('main')!).render(
  <ForewarmProvider adapter={http({ url: '/forewarm' })}>
    <AskBox prefix={{ id: 'docs' }} statistics />
  </ForewarmProvider>,
);
