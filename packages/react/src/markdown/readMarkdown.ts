'use client';
import type { ReactElement } from 'react';
import ReactMarkdown, { type Options } from 'react-markdown';

/** A renderer's stack bears some thousands. */
const MAX_TREE_DEPTH = 100;

interface Node {
  readonly children?: readonly Node[];
}

/** Throws for deeper trees, without recursion. */
function shallow(): (tree: Node) => void {
  return (tree) => {
    let level: readonly Node[] = [tree];
    for (let depth = 0; level.length > 0; depth++) {
      if (depth > MAX_TREE_DEPTH) throw new RangeError(`Markdown is more than ${MAX_TREE_DEPTH} deep.`);
      level = level.flatMap(({ children }) => children ?? []);
    }
  };
}

/** Null if unreadable or too deep. */
export function readMarkdown(text: string, options: Omit<Options, 'children'>): ReactElement | null {
  try {
    // Called without React, to catch errors on servers too; it uses no hooks.
    return ReactMarkdown({ ...options, remarkPlugins: [shallow, ...(options.remarkPlugins ?? [])], children: text });
  } catch {
    return null;
  }
}
