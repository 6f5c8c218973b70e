'use client';
import type { ReactElement, ReactNode } from 'react';
import type { Components } from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import { CodeBlock } from './CodeBlock.js';
import { fencedCode } from './fencedCode.js';
import { readMarkdown } from './readMarkdown.js';
import type { Piece } from './tame.js';
import { TaskBox } from './TaskBox.js';

const REMARK = [remarkGfm];
const REHYPE = [rehypeSanitize];
const COMPONENTS: Components = {
  pre: CodeBlock,
  // An image is fetched unasked, and its address can leak what the model knows.
  img: ({ src, alt }) => (typeof src === 'string' ? <a href={src}>{alt || src}</a> : null),
  // A wide table scrolls by itself, also by keyboard.
  table: ({ children }) => (
    <div data-forewarm="table" tabIndex={0} role="group">
      <table>{children}</table>
    </div>
  ),
  input: TaskBox,
  a: ({ href, children }) => (
    <a href={href} rel="noreferrer nofollow" target="_blank">
      {children}
    </a>
  ),
};

const OPTIONS = { remarkPlugins: REMARK, rehypePlugins: REHYPE, components: COMPONENTS };

export function parsePiece(text: string): ReactElement | null {
  return readMarkdown(text, OPTIONS);
}

export function drawPiece({ text, tame }: Piece): ReactNode {
  const fenced = tame ? fencedCode(text) : null;
  if (fenced) {
    const { code, language } = fenced;
    return (
      <CodeBlock>
        <code className={language === '' ? undefined : `language-${language}`}>{code}</code>
      </CodeBlock>
    );
  }
  return (tame ? parsePiece(text) : null) ?? <div data-forewarm="plain">{text}</div>;
}
