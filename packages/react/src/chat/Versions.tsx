'use client';
import { useState } from 'react';
import { type AskBoxPart, part } from '../askBox/part.js';
import { formatNumber } from '../format.js';
import { CHAT_ENGLISH, type ChatLabels } from './labels.js';
import { addVersion, NO_VERSIONS } from './answerVersions.js';

type VersionsState = {
  /** Which answer is shown, from 1. */
  readonly version: string;
};

/**
 * The latest question's answers, one at a time; the next question follows the one shown. Empty
 * below two, and while one runs.
 */
export const Versions: AskBoxPart<'div', VersionsState> = part('div', 'versions', function useVersions(box) {
  const { ask } = box;
  const labels: ChatLabels = { ...CHAT_ENGLISH, ...box.labels };
  const [versions, setVersions] = useState(NO_VERSIONS);
  const now = addVersion(versions, ask);
  if (now !== versions) setVersions(now);
  const { answers } = now;
  const shown = answers.findIndex(({ timing }) => timing === ask.timing);
  if (answers.length < 2 || ask.busy) return null;
  const step = (by: -1 | 1, name: string, sign: string) => {
    const to = answers[shown + by];
    // Not `disabled`, which would drop the focus at either end.
    return (
      <button type="button" aria-label={name} aria-disabled={to === undefined} onClick={() => to && ask.show(to)}>
        {sign}
      </button>
    );
  };
  const [number, count] = [shown + 1, answers.length].map((n) => formatNumber(labels, n));
  const children = (
    <>
      {step(-1, labels.previous, '‹')}
      <bdi aria-live="polite">{labels.version(number!, count!)}</bdi>
      {step(1, labels.next, '›')}
    </>
  );
  return { state: { version: String(shown + 1) }, own: { role: 'group', 'aria-label': labels.versions, children } };
});
