'use client';
import { type ComponentPropsWithoutRef, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { AskBoxContext } from '../askBox/context.js';
import { ENGLISH } from '../labels.js';

/** How long it says that the code was copied, in milliseconds. */
const SAY_MS = 2_000;

/** Code with a button that copies it. Can be scrolled with the keyboard. */
export function CodeBlock({ children }: ComponentPropsWithoutRef<'pre'>): ReactNode {
  const { copy, copied, copyFailed, code } = useContext(AskBoxContext)?.labels ?? ENGLISH;
  const pre = useRef<HTMLPreElement>(null);
  const [result, setResult] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (result === null) return;
    const timer = setTimeout(() => setResult(null), SAY_MS);
    return () => clearTimeout(timer);
  }, [result]);
  const onClick = (): void => {
    const text = pre.current?.textContent ?? '';
    // Refused in a frame without permission, and absent on a page without TLS.
    void Promise.resolve(navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'))).then(
      () => setResult('copied'),
      () => setResult('failed'),
    );
  };
  return (
    <div data-forewarm="code">
      <button type="button" data-forewarm="copy" onClick={onClick}>
        {result === 'copied' ? copied : result === 'failed' ? copyFailed : copy}
      </button>
      <pre ref={pre} tabIndex={0} role="group" aria-label={code} dir="ltr">
        {children}
      </pre>
    </div>
  );
}
