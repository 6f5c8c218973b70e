'use client';
import { memo, type ReactNode } from 'react';
import type { Components } from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';
import { splitBlocks } from './blocks.js';
import { CodeBlock } from './CodeBlock.js';
import { withoutHalfFence } from './halfFence.js';
import { readMarkdown } from './readMarkdown.js';
import { type Piece as PieceProps, piecesOf } from './tame.js';
import { TaskBox } from './TaskBox.js';

const REMARK = [remarkGfm];
const REHYPE = [rehypeSanitize];
const COMPONENTS: Components = {
  pre: CodeBlock,
  // An image is fetched without being asked for, and its address can carry off what the model
  // knows; a link waits for a person.
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

const Piece = memo(function MarkdownPiece({ text, tame }: PieceProps): ReactNode {
  return (tame ? readMarkdown(text, OPTIONS) : null) ?? <div data-forewarm="plain">{text}</div>;
});

export interface MarkdownProps {
  /**
   * Markdown with GitHub's extensions. HTML in it is not rendered, images become links, and what
   * would take long to read, or is very deep, is plain text.
   */
  text: string;
}

/**
 * Markdown from a model, which may hold anything: sanitised, and cheap enough to grow with every
 * frame.
 */
export function Markdown({ text }: MarkdownProps): ReactNode {
  return (
    <div data-forewarm="markdown">
      {piecesOf(splitBlocks(withoutHalfFence(text))).map((piece, index) => (
        <Piece key={index} {...piece} />
      ))}
    </div>
  );
}

/** For `renderAnswer` of an ask box. */
export function renderMarkdown(text: string): ReactNode {
  return <Markdown text={text} />;
}
