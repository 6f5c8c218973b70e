import { http } from '@forewarm/adapters/http';
import { AskBox, ForewarmProvider } from '@forewarm/react';
import '@forewarm/react/styles.css';

const adapter = http({ url: '/api/forewarm' });

export function Help() {
  return (
    <main>
      <h1>Ask the manual</h1>
      <AskBox prefix={{ id: 'manual' }} statistics />
    </main>
  );
}

export function App() {
  return (
    <ForewarmProvider adapter={adapter}>
      <Help />
    </ForewarmProvider>
  );
}
