import type { AskState } from '@forewarm/core';
import { IDLE } from '@forewarm/core/kit';
import type { Ask } from '../useAsk.js';

export interface Versions {
  /** The turns before the question, which a retry keeps. */
  readonly turns: Ask['turns'];
  readonly answers: readonly AskState[];
}

export const NO_VERSIONS: Versions = { turns: [], answers: [] };

/** Adds an ended answer, drops blank ones; another question starts anew. */
export function addVersion(versions: Versions, ask: Ask): Versions {
  const { turns, answers } = versions;
  const same = ask.turns === turns && ask.question === (answers[0]?.question ?? ask.question);
  const before = same ? answers : [];
  const ended = !ask.busy && ask.status !== 'idle' && !before.some(({ timing }) => timing === ask.timing);
  if (ended) return { turns: ask.turns, answers: [...before.filter(saysSomething), stateOf(ask)] };
  return same ? versions : { turns: ask.turns, answers: [] };
}

function stateOf(ask: Ask): AskState {
  const keys = [...Object.keys(IDLE), 'parts'] as (keyof AskState)[];
  return Object.fromEntries(keys.map((key) => [key, ask[key]])) as unknown as AskState;
}

function saysSomething({ answer }: AskState): boolean {
  return answer.trim() !== '';
}
