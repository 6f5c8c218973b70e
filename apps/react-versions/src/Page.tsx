import { http } from '@forewarm/adapters/http';
import { AskBox, ForewarmProvider, Lanes, useForewarmMetrics, useSpeculativeCache, webStorage } from '@forewarm/react';
import { renderMarkdown } from '@forewarm/react/markdown';
import { sharedTabs } from '@forewarm/react/tabs';
import type { ReactNode } from 'react';

const adapter = http({ url: '/forewarm' });
const storage = webStorage();
const shareTabs = sharedTabs();

function Field(): ReactNode {
  const { status, getInputProps } = useSpeculativeCache({ prefix: { id: 'docs' } });
  return (
    <label>
      {'Own field: '}
      <input {...getInputProps()} /> <output>{status}</output>
    </label>
  );
}

function Figures(): ReactNode {
  const { asks } = useForewarmMetrics();
  return (
    <>
      <output aria-label="asked">{asks.started}</output>
      <Lanes lanes={[]} />
    </>
  );
}

/** Everything of the kit that can stand in a page, on one. */
export function Page(): ReactNode {
  return (
    <ForewarmProvider adapter={adapter} shareTabs={shareTabs}>
      <main>
        <AskBox
          prefix={{ id: 'docs' }}
          thread
          statistics
          storage={storage}
          storageKey="manual"
          renderAnswer={renderMarkdown}
        />
        <Field />
        <Figures />
      </main>
    </ForewarmProvider>
  );
}
