'use client';
import { useCallback, useEffect, useState } from 'react';

/** How long it says what came of a copy, in milliseconds. */
const SAY_MS = 2_000;

/** Copies a text; then says for a while what came of it. */
export function useCopy(): readonly [result: 'copied' | 'failed' | null, copy: (text: string) => void] {
  const [result, setResult] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (result === null) return;
    const timer = setTimeout(() => setResult(null), SAY_MS);
    return () => clearTimeout(timer);
  }, [result]);
  const copy = useCallback((text: string): void => {
    // Refused in a frame without permission, and absent on a page without TLS.
    void Promise.resolve(navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'))).then(
      () => setResult('copied'),
      () => setResult('failed'),
    );
  }, []);
  return [result, copy];
}
