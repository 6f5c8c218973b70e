import type { ReactNode } from 'react';

/** The text of a docstring, with what stands between backticks as code. */
export function Prose({ text }: { text: string }): ReactNode {
  return text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}
