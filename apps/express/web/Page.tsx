import { http } from '@forewarm/adapters/http';
import { ForewarmProvider } from '@forewarm/react';
import { type ReactNode, useState } from 'react';
import { Facts } from './Facts.js';
import { type Info, useContextSize, useInfo } from './info.js';
import { Race } from './Race.js';

/** A server that is gone is told of within 3 s: tries to go on end after 1.75 s. */
const adapter = http({ url: '/api/forewarm', resumeDelaysMs: [0, 250, 500, 1000] });

/** What is asked about until the server has said what it has. */
const UNKNOWN: Info = { model: '', upstream: null, contexts: [{ id: 'react-dom', title: '', starters: [] }] };

/**
 * The reference page: one question, asked with and without warming, on a context of one's choice.
 */
export function Page(): ReactNode {
  const { info: told, failed } = useInfo();
  const info = told ?? UNKNOWN;
  const [contextId, setContextId] = useState<string | null>(null);
  const context = info.contexts.find(({ id }) => id === contextId) ?? info.contexts[0]!;
  const size = useContextSize(context.id, told !== null);
  return (
    <main>
      <header>
        <p className="brand">
          <strong>Forewarm</strong>
          <a href="/docs/">Documentation</a>
        </p>
        <h1>
          First token in <em>2 s</em>, not 20.
        </h1>
        <p className="lead">
          Forewarm loads the context into the provider’s prompt cache while you type. Press a question: the model gets
          it twice, with and without.
        </p>
        <Facts info={told} size={size} context={context} onContext={setContextId} />
      </header>
      {failed && <p role="alert">The server does not answer. Start it, then reload this page.</p>}
      <ForewarmProvider adapter={adapter}>
        <Race key={context.id} context={context} size={size} upstream={info.upstream} />
      </ForewarmProvider>
    </main>
  );
}
