import { http } from '@forewarm/adapters/http';
import { AskBox, ForewarmProvider } from '@forewarm/react';
import { ForewarmDevtools } from '@forewarm/react/devtools';
import { renderMarkdown } from '@forewarm/react/markdown';
import '@forewarm/react/styles.css';

const adapter = http({ url: '/api/forewarm' });

export function App() {
  return (
    <ForewarmProvider adapter={adapter}>
      <main>
        <h1>Ask the manual</h1>
        <AskBox prefix={{ id: 'manual' }} renderAnswer={renderMarkdown} thread />
      </main>
      {/* Empty in production builds. */}
      <ForewarmDevtools />
    </ForewarmProvider>
  );
}
