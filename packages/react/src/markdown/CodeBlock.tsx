'use client';
import { type ComponentPropsWithoutRef, isValidElement, type ReactNode, useContext, useRef } from 'react';
import { AskBoxContext } from '../askBox/context.js';
import { ENGLISH } from '../labels.js';
import { useCopy } from '../useCopy.js';
import { HighlightContext } from './HighlightContext.js';

/** Scrolls by keyboard. */
export function CodeBlock({ children }: ComponentPropsWithoutRef<'pre'>): ReactNode {
  const { copy: copyIt, copied, copyFailed, code } = useContext(AskBoxContext)?.labels ?? ENGLISH;
  const highlight = useContext(HighlightContext);
  const pre = useRef<HTMLPreElement>(null);
  const [result, copy] = useCopy();
  const { text, language } = contentOf(children);
  return (
    <div data-forewarm="code">
      <div data-forewarm="code-bar">
        <span data-forewarm="language">{language}</span>
        <button type="button" data-forewarm="copy" onClick={() => copy(pre.current?.textContent ?? '')}>
          {result === 'copied' ? copied : result === 'failed' ? copyFailed : copyIt}
        </button>
      </div>
      <pre ref={pre} tabIndex={0} role="group" aria-label={language === '' ? code : `${code}: ${language}`} dir="ltr">
        {highlight && text !== null && language !== '' ? <code>{highlight(text, language)}</code> : children}
      </pre>
    </div>
  );
}

function contentOf(children: ReactNode): { readonly text: string | null; readonly language: string } {
  if (!isValidElement<ComponentPropsWithoutRef<'code'>>(children)) return { text: null, language: '' };
  const { className = '', children: inside } = children.props;
  return {
    text: typeof inside === 'string' ? inside : null,
    language: /\blanguage-(\S+)/.exec(className)?.[1] ?? '',
  };
}
