'use client';
import type { ForewarmClient } from '@forewarm/core';
import { type PointerEvent, useEffect, useMemo } from 'react';
import type { PartState } from '../part.js';
import { useForewarmClient } from '../useForewarmClient.js';
import { useLatest } from '../useLatest.js';
import type { AnyPrefix } from '../useStablePrefix.js';
import type { Box } from './context.js';
import { type AskBoxPart, part } from './part.js';

/** Milliseconds on a starter before its answer begins; shorter visits pass by. */
const REST_MS = 150;

/**
 * Shows suggested questions; a click asks one. With `speculation` on the provider, resting on or
 * pressing one begins its answer.
 */
export const Starters: AskBoxPart<'div', PartState> = part('div', 'starters', (box) => {
  const client = useForewarmClient();
  const { ask, labels, options, send } = box;
  const boxRef = useLatest(box);
  const { begin, soon, cancel, end } = useMemo(() => startersOf(client, boxRef), [client, boxRef]);
  useEffect(() => end, [end, box.holds]);
  const { starters = [] } = options;
  if (starters.length === 0) return null;
  const children = starters.map((question) => (
    <button
      key={question}
      type="button"
      // Hidden, not removed: a focused one hands its focus to Stop.
      hidden={ask.busy}
      data-forewarm="starter"
      dir="auto"
      // A scrolling finger enters too, but doesn't press.
      onPointerEnter={({ pointerType }: PointerEvent) => void (pointerType === 'mouse' && soon(question))}
      onPointerLeave={cancel}
      onFocus={() => soon(question)}
      onBlur={cancel}
      onPointerDown={() => begin(question)}
      onClick={() => {
        cancel();
        send(question);
      }}
    >
      {question}
    </button>
  ));
  return { state: {}, own: { role: 'group', 'aria-label': labels.starters, hidden: ask.busy, children } };
});

function startersOf(
  client: ForewarmClient<AnyPrefix>,
  boxRef: { readonly current: Box },
): Record<'begin' | 'soon', (question: string) => void> & Record<'cancel' | 'end', () => void> {
  const box = {};
  let clear = (): void => {};
  const begin = (question: string): void => {
    clear();
    const { ask, holds } = boxRef.current;
    client.intend(ask.next, 'focus');
    if (!holds) client.speculations?.begin(ask.next, { question }, { box });
  };
  return {
    begin,
    soon(question) {
      clear();
      clear = client.environment.setTimeout(() => begin(question), REST_MS);
    },
    cancel: () => clear(),
    end() {
      clear();
      client.speculations?.drop('left', box);
    },
  };
}
