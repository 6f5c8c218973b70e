import { useForewarmClient } from '@forewarm/react';
import { useEffect, useState } from 'react';

/**
 * How long the latest warm on this page took that wrote, in milliseconds; null before the first.
 */
export function useLearnedWarm(): number | null {
  const client = useForewarmClient();
  const [ms, setMs] = useState<number | null>(null);
  useEffect(
    () => client.onEvent((event) => void (event.type === 'warmed' && event.wrote && setMs(event.durationMs))),
    [client],
  );
  return ms;
}
