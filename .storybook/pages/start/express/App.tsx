import { http } from '@forewarm/adapters/http';
import { AskBox, ForewarmProvider } from '@forewarm/react';
import '@forewarm/react/styles.css';

const adapter = http({ url: '/api/forewarm' });

export default function App() {
  return (
    <ForewarmProvider adapter={adapter}>
      <AskBox prefix={{ id: 'manual' }} />
    </ForewarmProvider>
  );
}
