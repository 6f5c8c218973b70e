'use client';
import { type ForewarmEvent, reasonUrl } from '@forewarm/core';
import { every } from '@forewarm/core/kit';
import { type ReactNode, useEffect, useState } from 'react';
import { useForewarmClient } from '../useForewarmClient.js';
import { explain } from './explain.js';
import { shortKey } from './keys.js';
import { reasonOf } from './reasonOf.js';
import { type TimelineItem, timelineOf } from './timeline.js';

/** How often to look for expired entries, in milliseconds. */
const TICK_MS = 1_000;

export function TimelineTable({ events }: { events: readonly ForewarmEvent[] }): ReactNode {
  const { environment } = useForewarmClient();
  const [now, setNow] = useState(() => environment.now());
  useEffect(() => every(TICK_MS, environment, () => setNow(environment.now())), [environment]);
  if (events.length === 0) return <p>Nothing has happened yet. Focus an input that warms.</p>;
  return (
    <div data-scroll="" tabIndex={0} role="group" aria-label="Timeline, latest first">
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Event</th>
            <th scope="col">Prefix</th>
            <th scope="col">Why, and what it took</th>
          </tr>
        </thead>
        <tbody>
          {timelineOf(events, now).map((item, index, { length }) => (
            <tr key={length - index}>
              <th scope="row">{new Date(item.at).toISOString().slice(11, 23)}</th>
              <td>{item.type}</td>
              <td title={shortKey(item.key)}>{shortKey(item.key)}</td>
              <td>
                {explain(item)} <WhatToDo about={item} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function WhatToDo({ about }: { about: TimelineItem }): ReactNode {
  const reason = reasonOf(about);
  return (
    reason !== null && (
      <a href={reasonUrl(reason)} target="_blank" rel="noreferrer" aria-label={`What to do about ${reason}`}>
        What to do
      </a>
    )
  );
}
