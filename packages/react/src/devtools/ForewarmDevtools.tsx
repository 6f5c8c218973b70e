'use client';
import { type ReactNode, useEffect, useId, useMemo, useState, useSyncExternalStore } from 'react';
import { Lanes } from '../charts/Lanes.js';
import { useForewarmClient } from '../useForewarmClient.js';
import { EventLog } from './EventLog.js';
import { Figures } from './Figures.js';
import { STYLE } from './style.js';
import { describeEvent, lanesOf, timelineOf } from './timeline.js';

export interface ForewarmDevtoolsProps {
  /** Whether the panel is open at first. Default false. */
  initialOpen?: boolean | undefined;
}

/** How often entries that have run out are looked for while the panel is open, in milliseconds. */
const TICK_MS = 1_000;

/**
 * A panel for developers: what was triggered, warmed, skipped and why, joined, asked, and what ran
 * out. Put it anywhere below the provider; a bundler that builds for production leaves it out.
 */
export function ForewarmDevtools({ initialOpen = false }: ForewarmDevtoolsProps): ReactNode {
  const client = useForewarmClient();
  const [open, setOpen] = useState(initialOpen);
  const log = useMemo(() => new EventLog(client), [client]);
  const events = useSyncExternalStore(log.subscribe, log.getSnapshot, log.getSnapshot);
  const lanes = lanesOf(events).slice(-10);
  const id = useId();
  return (
    <div data-forewarm-devtools="">
      <style>{STYLE}</style>
      {open ? (
        <section aria-labelledby={id}>
          <header>
            <h2 id={id}>Forewarm</h2>
            <button type="button" onClick={log.clear}>
              Clear
            </button>
            <button type="button" onClick={() => setOpen(false)}>
              Close
            </button>
          </header>
          <Figures />
          {lanes.length > 0 && <Lanes lanes={lanes} />}
          <Timeline events={events} />
        </section>
      ) : (
        <button type="button" onClick={() => setOpen(true)}>
          Forewarm: {events.length} events
        </button>
      )}
    </div>
  );
}

function Timeline({ events }: { events: ReturnType<EventLog['getSnapshot']> }): ReactNode {
  const { environment } = useForewarmClient();
  const [now, setNow] = useState(() => environment.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(environment.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [environment]);
  if (events.length === 0) return <p>Nothing has happened yet. Focus an input that warms.</p>;
  return (
    <div data-scroll="" tabIndex={0} role="group" aria-label="Timeline, latest first">
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Event</th>
            <th scope="col">Prefix</th>
            <th scope="col">Details</th>
          </tr>
        </thead>
        <tbody>
          {timelineOf(events, now)
            .toReversed()
            .map((item, index, { length }) => (
              <tr key={length - index}>
                <th scope="row">{new Date(item.at).toISOString().slice(11, 23)}</th>
                <td>{item.type}</td>
                <td title={item.key}>{shortKey(item.key)}</td>
                <td>{describeEvent(item)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

/** The id of a name, with the length of its thread; the beginning of a hash. */
function shortKey(key: string): string {
  if (!key.startsWith('{')) return key.slice(0, 8);
  const { id, thread } = JSON.parse(key) as { id: string; thread: unknown[] };
  return thread.length === 0 ? id : `${id} +${thread.length}`;
}
