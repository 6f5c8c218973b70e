'use client';
import type { Conversation } from '@forewarm/core';
import { memo, type ReactNode, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { AnyPrefix } from '../useStablePrefix.js';
import { useBox } from './context.js';
import type { AskBoxOptions } from './options.js';
import { cutParagraphs, type Paragraphs } from './paragraphs.js';
import { useDomEffect } from './useDomEffect.js';

type Kind = 'answer' | 'reasoning';

const EMPTY = cutParagraphs('');

/**
 * A text of the latest answer as it comes in: by `renderAnswer`, or as paragraphs, of which the
 * last writes what is added into its own text node. React commits when another begins.
 */
export function GrowingText({ of }: { of: Kind }): ReactNode {
  const { conversation, options } = useBox();
  const text = useMemo(() => new TextOf(conversation, of), [conversation, of]);
  return options.renderAnswer ? <Drawn text={text} by={options.renderAnswer} /> : <Plain text={text} />;
}

/** A text that has ended, by `renderAnswer` or as paragraphs. */
export function drawAnswer(answer: string, renderAnswer: AskBoxOptions['renderAnswer']): ReactNode {
  if (answer === '') return null;
  return renderAnswer ? renderAnswer(answer) : drawParagraphs(cutParagraphs(answer));
}

function Drawn({ text, by }: { text: TextOf; by: (text: string) => ReactNode }): ReactNode {
  return drawAnswer(
    useSyncExternalStore(text.subscribe, text.read, () => ''),
    by,
  );
}

function Plain({ text }: { text: TextOf }): ReactNode {
  return drawParagraphs(
    useSyncExternalStore(text.subscribe, text.cut, () => EMPTY),
    text,
  );
}

function drawParagraphs({ complete, last }: Paragraphs, growing?: TextOf): ReactNode {
  if (last === '') return null;
  const at = complete.length;
  return [...complete, last].map((text, index) => (
    <Paragraph key={index} index={index} text={text} growing={index === at ? growing : undefined} />
  ));
}

interface ParagraphProps {
  text: string;
  index: number;
  /** Where it may still grow: the text it is the last of. */
  growing: TextOf | undefined;
}

const Paragraph = memo(function AnswerParagraph({ text, index, growing }: ParagraphProps): ReactNode {
  // For React its text stays as it was at first: what follows is written beside it.
  const [first] = useState(text);
  const element = useRef<HTMLDivElement>(null);
  useDomEffect(() => {
    write(element.current!, text);
    return growing?.subscribe(() => write(element.current!, growing.at(index)));
  }, [text, index, growing]);
  return (
    <div ref={element} data-forewarm="paragraph">
      {first}
    </div>
  );
});

/** Makes a text grow in its node, where what is selected stays so. */
function write(element: Element, text: string): void {
  const node = element.firstChild;
  // A translator has put something else there: as React does, the text goes in its place.
  if (!(node instanceof Text) || node.nextSibling) element.textContent = text;
  else if (text.startsWith(node.data)) node.appendData(text.slice(node.length));
  else node.data = text;
}

/** One text of a conversation. */
class TextOf {
  readonly subscribe: (listener: () => void) => () => void;
  readonly read: () => string;
  #latest = EMPTY;
  #drawn = EMPTY;

  constructor({ subscribe, getSnapshot }: Conversation<AnyPrefix>, kind: Kind) {
    this.subscribe = subscribe;
    this.read = () => getSnapshot()[kind];
  }

  /** Its paragraphs as of the latest that began. */
  readonly cut = (): Paragraphs => {
    const { complete, last } = this.#cut();
    const { complete: drawn, last: before } = this.#drawn;
    if (complete !== drawn || (last === '') !== (before === '')) this.#drawn = this.#latest;
    return this.#drawn;
  };

  /** A paragraph as it is by now. */
  at(index: number): string {
    const { complete, last } = this.#cut();
    return complete[index] ?? last;
  }

  #cut(): Paragraphs {
    const text = this.read();
    if (text !== this.#latest.text) this.#latest = cutParagraphs(text, this.#latest);
    return this.#latest;
  }
}
