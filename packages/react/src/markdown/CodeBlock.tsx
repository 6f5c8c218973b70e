'use client';
import { type ComponentPropsWithoutRef, type ReactNode, useContext, useRef } from 'react';
import { AskBoxContext } from '../askBox/context.js';
import { ENGLISH } from '../labels.js';
import { useCopy } from '../useCopy.js';

/** Code with a button that copies it. Can be scrolled with the keyboard. */
export function CodeBlock({ children }: ComponentPropsWithoutRef<'pre'>): ReactNode {
  const { copy: copyIt, copied, copyFailed, code } = useContext(AskBoxContext)?.labels ?? ENGLISH;
  const pre = useRef<HTMLPreElement>(null);
  const [result, copy] = useCopy();
  return (
    <div data-forewarm="code">
      <button type="button" data-forewarm="copy" onClick={() => copy(pre.current?.textContent ?? '')}>
        {result === 'copied' ? copied : result === 'failed' ? copyFailed : copyIt}
      </button>
      <pre ref={pre} tabIndex={0} role="group" aria-label={code} dir="ltr">
        {children}
      </pre>
    </div>
  );
}
