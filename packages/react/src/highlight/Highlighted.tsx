'use client';
import { type ReactNode, useDeferredValue, useEffect, useMemo, useState } from 'react';
import type * as Drawing from './draw.js';
import { HighlightContext } from '../markdown/HighlightContext.js';
import { Markdown, type MarkdownProps } from '../markdown/Markdown.js';

/** In characters: drawing more takes too long for a frame. */
const MAX_CODE = 10_000;

function load(): Promise<typeof Drawing> {
  return import('./draw.js');
}

type Draw = (code: string, language: string) => ReactNode;

/** Plain until the highlighter is loaded, if it can't be, or for long code. */
function Highlighted({ code, language }: { code: string; language: string }): ReactNode {
  const [draw, setDraw] = useState<{ readonly draw: Draw } | null>(null);
  useEffect(() => {
    let left = false;
    void load().then(
      ({ draw: loaded }) => void (left || setDraw({ draw: loaded })),
      // Plain code will do.
      () => {},
    );
    return () => void (left = true);
  }, []);
  // Colours come after all else in a frame.
  const drawn = useDeferredValue(code);
  const inColours = useMemo(
    () => (draw && drawn.length <= MAX_CODE ? draw.draw(drawn, language) : null),
    [draw, drawn, language],
  );
  if (inColours === null) return code;
  return (
    <>
      {inColours}
      {code.startsWith(drawn) && code.slice(drawn.length)}
    </>
  );
}

function highlight(code: string, language: string): ReactNode {
  return <Highlighted code={code} language={language} />;
}

/** Markdown with code in colours; loads the highlighter when code appears. */
export function HighlightedMarkdown(props: MarkdownProps): ReactNode {
  return (
    <HighlightContext.Provider value={highlight}>
      <Markdown {...props} />
    </HighlightContext.Provider>
  );
}

/** For `renderAnswer` of an ask box. */
export function renderHighlighted(text: string): ReactNode {
  return <HighlightedMarkdown text={text} />;
}
