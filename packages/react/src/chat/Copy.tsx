'use client';
import { type AskBoxPart, part } from '../askBox/part.js';
import { useCopy } from '../useCopy.js';
import { useTurn } from './context.js';

type CopyState = {
  /** The latest copy's result, for two seconds; else `none`. */
  readonly result: 'none' | 'copied' | 'failed';
};

/** Copies an answer as written; hidden while it runs or is blank. */
export const Copy: AskBoxPart<'button', CopyState> = part(
  'button',
  'copy-answer',
  function useCopyAnswer({ turn, labels }: ReturnType<typeof useTurn>) {
    const [result, copy] = useCopy();
    const own = {
      type: 'button' as const,
      hidden: turn.busy || turn.answer.trim() === '',
      onClick: () => copy(turn.answer),
      children: result === 'copied' ? labels.copied : result === 'failed' ? labels.copyFailed : labels.copy,
    };
    return { state: { result: result ?? 'none' }, own };
  },
  useTurn,
);
