'use client';
import type { ReactNode } from 'react';
import { drawPiece } from './drawPiece.js';
import { Pieces } from './Pieces.js';

export interface MarkdownProps {
  /**
   * Markdown with GitHub's extensions. HTML is not rendered, images become links; what takes long
   * to read, or nests very deep, stays plain text.
   */
  text: string;
}

/** A model's Markdown: sanitised, and cheap to grow every frame. */
export function Markdown({ text }: MarkdownProps): ReactNode {
  return <Pieces text={text} draw={drawPiece} />;
}

/** For `renderAnswer` of an ask box. */
export function renderMarkdown(text: string): ReactNode {
  return <Markdown text={text} />;
}
