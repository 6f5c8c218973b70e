import { useEffect, useState } from 'react';

/**
 * How long after one sign of life the next is asked for, and how long that may take, in
 * milliseconds: together well below the 3 s within which a frozen server is told of.
 */
const EVERY_MS = 750;
const LATEST_MS = 1_500;

/**
 * Whether the server gives no sign of life, looked at only while something is awaited of it. A slow
 * model is no silence: the server answers `/healthz` meanwhile.
 */
export function useSilence(isAwaited: boolean): boolean {
  const [isSilent, setSilent] = useState(false);
  useEffect(() => {
    if (!isAwaited) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const look = async (): Promise<void> => {
      const lives = await isAlive();
      if (isOver) return;
      setSilent(!lives);
      timer = setTimeout(() => void look(), EVERY_MS);
    };
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
      setSilent(false);
    };
  }, [isAwaited]);
  return isSilent;
}

async function isAlive(): Promise<boolean> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), LATEST_MS);
  try {
    const { ok } = await fetch('/healthz', { cache: 'no-store', signal: late.signal });
    return ok;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
