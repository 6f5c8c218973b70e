import { http } from '@forewarm/adapters/http';
import { ForewarmProvider } from '@forewarm/react';
import { type ReactNode, useState } from 'react';
import { Facts } from './Facts.js';
import { type Info, useJson } from './info.js';
import { Race } from './Race.js';

const adapter = http({ url: '/api/forewarm' });

/**
 * The reference page: one question, asked with and without warming, on a context of one's choice.
 */
export function Page(): ReactNode {
  const { data, failed } = useJson('/api/info');
  const info = data as Info | null;
  const [contextId, setContextId] = useState<string | null>(null);
  const context = info?.contexts.find(({ id }) => id === contextId) ?? info?.contexts[0];

  return (
    <main>
      <header>
        <h1>Forewarm</h1>
        <p>
          A language model reads a long context before its first word. Forewarm has it read while you are still typing.
          Reach for the box, type, send: both lanes get the same question, each on a cold context of its own.
        </p>
        <p>
          <a href="/docs/">Documentation</a>: a guided start, every part and state, recipes, and how it decides.
        </p>
      </header>
      {failed && <p role="alert">The server does not answer. Start it and reload this page.</p>}
      {info && context && (
        <>
          <Facts info={info} context={context} onContext={setContextId} />
          <ForewarmProvider adapter={adapter}>
            <Race key={context.id} context={context} />
          </ForewarmProvider>
        </>
      )}
    </main>
  );
}
