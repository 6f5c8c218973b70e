'use client';
import { type ReactNode, useId, useMemo, useState, useSyncExternalStore } from 'react';
import { Lanes } from '../charts/Lanes.js';
import { useCopy } from '../useCopy.js';
import { useForewarmClient } from '../useForewarmClient.js';
import { drawAxis } from './drawAxis.js';
import { bugReport } from './bugReport.js';
import { EventLog } from './EventLog.js';
import { Figures } from './Figures.js';
import { prefixOf } from './keys.js';
import { STYLE } from './style.js';
import { TimelineTable } from './TimelineTable.js';
import { lanesOf } from './timeline.js';

export interface ForewarmDevtoolsProps {
  /** Whether the panel is open at first. Default false. */
  initialOpen?: boolean | undefined;
}

const LANES = 10;

/**
 * Shows developers what was warmed, skipped and why, joined, asked and expired. Put it below the
 * provider; production builds omit it.
 */
export function ForewarmDevtools({ initialOpen = false }: ForewarmDevtoolsProps): ReactNode {
  const client = useForewarmClient();
  const [open, setOpen] = useState(initialOpen);
  const [prefix, setPrefix] = useState('');
  const [copied, copy] = useCopy();
  const log = useMemo(() => new EventLog(client), [client]);
  const all = useSyncExternalStore(log.subscribe, log.getSnapshot, log.getSnapshot);
  const id = useId();
  if (!open) {
    return (
      <div data-forewarm-devtools="">
        <style>{STYLE}</style>
        <button type="button" onClick={() => setOpen(true)}>
          Forewarm: {all.length} events
        </button>
      </div>
    );
  }
  const prefixes = [...new Set(all.map(({ key }) => prefixOf(key)))];
  // One without events counts as none.
  const chosen = prefixes.includes(prefix) ? prefix : '';
  const events = chosen === '' ? all : all.filter(({ key }) => prefixOf(key) === chosen);
  const lanes = lanesOf(events).slice(0, LANES);
  const report = (): void => copy(JSON.stringify(bugReport(events, client.environment.now()), null, 2));
  return (
    <div data-forewarm-devtools="">
      <style>{STYLE}</style>
      <section aria-labelledby={id}>
        <header>
          <h2 id={id}>Forewarm</h2>
          <select aria-label="Prefix" value={chosen} onChange={({ target }) => setPrefix(target.value)}>
            <option value="">All prefixes</option>
            {prefixes.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
          <button type="button" onClick={report}>
            {copied === 'copied' ? 'Copied' : copied === 'failed' ? 'Could not copy' : 'Copy JSON'}
          </button>
          <button type="button" onClick={log.clear}>
            Clear
          </button>
          <button type="button" onClick={() => setOpen(false)}>
            Close
          </button>
        </header>
        {/* Sums exist only for the whole client. */}
        {chosen === '' && <Figures />}
        {lanes.length > 0 && (
          <div data-scroll="" tabIndex={0} role="group" aria-label="Questions, latest first">
            <Lanes lanes={lanes} axis={drawAxis} />
          </div>
        )}
        <TimelineTable events={events} />
      </section>
    </div>
  );
}
