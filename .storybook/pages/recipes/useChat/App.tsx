import { http } from '@forewarm/adapters/http';
import { ForewarmProvider } from '@forewarm/react';
import { DefaultChatTransport } from 'ai';
import { type ReactNode, useState } from 'react';
import { Chat } from './Chat.js';

interface AppProps {
  url?: string;
  /** The page's own, unless it has its server inside, as the example above. */
  fetch?: typeof globalThis.fetch;
}

export function App({ url = '/api/forewarm', fetch = globalThis.fetch }: AppProps): ReactNode {
  const [adapter] = useState(() => http({ url, fetch }));
  const [transport] = useState(
    () => new DefaultChatTransport({ api: `${url}/ask`, body: { prefix: { id: 'docs' } }, fetch }),
  );
  return (
    <ForewarmProvider adapter={adapter}>
      <Chat transport={transport} />
    </ForewarmProvider>
  );
}
