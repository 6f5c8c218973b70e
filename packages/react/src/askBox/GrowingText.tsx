'use client';
import type { Conversation } from '@forewarm/core';
import { memo, type ReactNode, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { AnyPrefix } from '../useStablePrefix.js';
import { useBox } from './context.js';
import type { AskBoxOptions } from './options.js';
import { everyOtherFrame, type Subscribe } from './everyOtherFrame.js';
import { cutParagraphs, type Paragraphs } from './paragraphs.js';
import { useDomEffect } from './useDomEffect.js';

type Kind = 'answer' | 'reasoning';

const EMPTY = cutParagraphs('');

/** The last paragraph grows in its text node; React commits when another begins. */
export function GrowingText({ of }: { of: Kind }): ReactNode {
  const { conversation, options } = useBox();
  const growing = useMemo(() => growingText(conversation, of), [conversation, of]);
  const { renderAnswer } = options;
  const cut = useSyncExternalStore(growing.subscribe, renderAnswer ? growing.now : growing.outline, () => EMPTY);
  return draw(cut, renderAnswer, growing);
}

export function drawAnswer(answer: string, renderAnswer: AskBoxOptions['renderAnswer']): ReactNode {
  return draw(cutParagraphs(answer), renderAnswer);
}

interface Growing {
  readonly subscribe: Subscribe;
  readonly now: () => Paragraphs;
  /** Changes only with a new paragraph. */
  readonly outline: () => Paragraphs;
}

function draw(cut: Paragraphs, renderAnswer: AskBoxOptions['renderAnswer'], growing?: Growing): ReactNode {
  const { text, complete, last } = cut;
  if (text === '') return null;
  if (renderAnswer) return renderAnswer(text);
  return [...complete, last].map((paragraph, index) => (
    <Paragraph
      key={index}
      index={index}
      text={paragraph}
      growing={complete[index] === undefined ? growing : undefined}
    />
  ));
}

interface ParagraphProps {
  text: string;
  index: number;
  /** Set while it may grow. */
  growing: Growing | undefined;
}

const Paragraph = memo(function AnswerParagraph({ text, index, growing }: ParagraphProps): ReactNode {
  // React keeps the first text; `write` adds the rest.
  const [first] = useState(text);
  const element = useRef<HTMLDivElement>(null);
  useDomEffect(() => {
    write(element.current!, text);
    return growing?.subscribe(() => {
      const { complete, last } = growing.now();
      write(element.current!, complete[index] ?? last);
    });
  }, [text, index, growing]);
  return (
    <div ref={element} data-forewarm="paragraph">
      {first}
    </div>
  );
});

/** Appends to the text node, which keeps a selection; restores what a translator replaced. */
function write(element: Element, text: string): void {
  const node = element.firstChild;
  if (node instanceof Text && !node.nextSibling && text.startsWith(node.data)) node.appendData(text.slice(node.length));
  else element.textContent = text;
}

function growingText({ subscribe, getSnapshot }: Conversation<AnyPrefix>, kind: Kind): Growing {
  let latest = EMPTY;
  let drawn = EMPTY;
  const now = (): Paragraphs => (latest = cutParagraphs(getSnapshot()[kind], latest));
  return {
    subscribe: everyOtherFrame(subscribe),
    now,
    outline() {
      const { complete, last } = now();
      if (complete !== drawn.complete || (last === '') !== (drawn.last === '')) drawn = latest;
      return drawn;
    },
  };
}
