'use client';
import type { ReactNode } from 'react';
import { drawPiece } from './drawPiece.js';
import { Pieces } from './Pieces.js';

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
  return <Pieces text={text} draw={drawPiece} />;
}

/** For `renderAnswer` of an ask box. */
export function renderMarkdown(text: string): ReactNode {
  return <Markdown text={text} />;
}
