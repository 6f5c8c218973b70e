import { lazy, type ReactNode, Suspense } from 'react';

/** Loads what draws Markdown: not before it is about to be needed. */
export const loadMarkdown = () => import('@forewarm/react/markdown');
const Markdown = lazy(async () => ({ default: (await loadMarkdown()).Markdown }));

/** An answer as Markdown; as plain text until that is loaded. */
export function AnswerText({ text }: { text: string }): ReactNode {
  return (
    <Suspense fallback={<p className="plain">{text}</p>}>
      <Markdown text={text} />
    </Suspense>
  );
}
