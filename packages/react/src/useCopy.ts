'use client';
import { useCallback, useEffect, useState } from 'react';

/** How long the result shows, in milliseconds. */
const SAY_MS = 2_000;

export function useCopy(): readonly [result: 'copied' | 'failed' | null, copy: (text: string) => void] {
  const [result, setResult] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (result === null) return;
    const timer = setTimeout(() => setResult(null), SAY_MS);
    return () => clearTimeout(timer);
  }, [result]);
  const copy = useCallback((text: string): void => {
    // Refused in a frame without permission; absent without TLS.
    void Promise.resolve(navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'))).then(
      () => setResult('copied'),
      () => setResult('failed'),
    );
  }, []);
  return [result, copy];
}
