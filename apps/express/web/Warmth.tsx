import {
  ENGLISH,
  formatSeconds,
  type SpeculativeCacheResult,
  useForewarmClient,
  useLiveCounter,
} from '@forewarm/react';
import { type ReactNode, useState } from 'react';

interface WarmthProps {
  readonly warm: SpeculativeCacheResult;
  readonly expectedMs: number | null;
  /** Whether a question waits for it. */
  readonly isHeld: boolean;
}

/** How warm the context is: a word beside a dot, and while it warms, how far it is. */
export function Warmth({ warm, expectedMs, isHeld }: WarmthProps): ReactNode {
  const { status, reason, error } = warm;
  const { environment } = useForewarmClient();
  const isWarming = status === 'warming';
  const [begun, setBegun] = useState<number | null>(null);
  // When it began, on the client's clock: as of the render that first saw it.
  if (isWarming !== (begun !== null)) setBegun(isWarming ? environment.monotonic() : null);
  const elapsed = useLiveCounter(begun, isWarming);
  const share = expectedMs === null ? null : Math.min(0.99, elapsed / expectedMs);
  const why = error ? ENGLISH.error(error) : reason ? ENGLISH.reason(reason) : null;
  const words = {
    cold: 'Not warmed: click into the box',
    warming: `Warming: ${formatSeconds(ENGLISH, elapsed, 1)}${expectedMs === null ? '' : ` of about ${formatSeconds(ENGLISH, expectedMs, expectedMs < 5000 ? 1 : 0)}`}`,
    fresh: 'Warm: ready',
    stale: 'No longer warm',
    skipped: `Not warmed: ${why}`,
    failed: `Warming failed: ${why}`,
  }[status];
  return (
    <div className="warmth" data-status={status}>
      <p>
        <i className="dot" />
        {words}
        {isHeld && isWarming && '. Sends when ready'}
      </p>
      {isWarming && share !== null && <progress aria-label="Warming" max={1} value={share} />}
    </div>
  );
}
