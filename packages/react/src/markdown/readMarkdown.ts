'use client';
import type { ReactElement } from 'react';
import ReactMarkdown, { type Options } from 'react-markdown';

/**
 * The deepest tree that is drawn: elements in one another, of which a renderer's stack bears some
 * thousands.
 */
const MAX_TREE_DEPTH = 100;

interface Node {
  readonly children?: readonly Node[];
}

/**
 * A remark plugin that throws where a text's tree is deeper than is drawn; looks without recursion.
 */
function shallow(): (tree: Node) => void {
  return (tree) => {
    let level: readonly Node[] = [tree];
    for (let depth = 0; level.length > 0; depth++) {
      if (depth > MAX_TREE_DEPTH) throw new RangeError(`Markdown is more than ${MAX_TREE_DEPTH} deep.`);
      level = level.flatMap(({ children }) => children ?? []);
    }
  };
}

/** Markdown as elements; null where it can't be read, or is too deep to be drawn. */
export function readMarkdown(text: string, options: Omit<Options, 'children'>): ReactElement | null {
  try {
    // A function without hooks: called here, what it throws is known here, also on a server, where
    // no boundary stands.
    return ReactMarkdown({ ...options, remarkPlugins: [shallow, ...(options.remarkPlugins ?? [])], children: text });
  } catch {
    return null;
  }
}
