import { growPrefix, isPrefix } from './madePrefix.js';
import type { PastTurn, Prefix } from './prefix.js';
import { prefixKey, type PrefixRef } from './prefixRef.js';

/** Keeps turns across reloads. */
export interface HistoryStorage {
  /**
   * Oldest first; none if it throws or rejects. Read before each write, so that another tab's turns
   * stay.
   */
  read(key: string): readonly PastTurn[] | Promise<readonly PastTurn[]>;
  /** If it throws or rejects, the conversation is reported as unsaved. */
  write(key: string, turns: readonly PastTurn[]): void | Promise<void>;
  /** Calls back when another tab changes a key; the result ends that. */
  subscribe?(key: string, listener: () => void): () => void;
}

export const MAX_TURNS = 200;

/** Grows a name by its turns' text, a prefix by their blocks. */
export function withThread<P extends Prefix | PrefixRef>(prefix: P, turns: readonly PastTurn[]): P {
  if (turns.length === 0) return prefix;
  if (isPrefix(prefix)) return growPrefix(prefix, turns) as Prefix & P;
  return { ...prefix, thread: [...(prefix.thread ?? []), ...turns] };
}

export function sameBase(a: Prefix | PrefixRef, b: Prefix | PrefixRef): boolean {
  const baseOf = (prefix: Prefix | PrefixRef): string => {
    if (!isPrefix(prefix)) return prefixKey({ id: prefix.id, params: prefix.params });
    const { model, settings, tools, system } = prefix;
    return JSON.stringify([model, settings, tools, system]);
  };
  return baseOf(a) === baseOf(b);
}

/** Drops the older half at once, since each loss makes the prefix cold. */
export function trimThread(turns: readonly PastTurn[]): readonly PastTurn[] {
  return turns.length <= MAX_TURNS ? turns : turns.slice(-MAX_TURNS / 2);
}

/** Stored turns without those we cut, then our new ones: none is lost, and no cut one returns. */
export function mergeTurns(
  kept: readonly PastTurn[],
  before: readonly PastTurn[],
  ours: readonly PastTurn[],
): readonly PastTurn[] {
  const [was, is, mine] = [before, kept, ours].map((turns) => new Set(turns.map(asText)));
  const stays = (text: string): boolean => !was!.has(text) || mine!.has(text);
  const isNew = (text: string): boolean => !was!.has(text) && !is!.has(text);
  return [...kept.filter((turn) => stays(asText(turn))), ...ours.filter((turn) => isNew(asText(turn)))];
}

export function sameTurns(a: readonly PastTurn[], b: readonly PastTurn[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function asText({ question, parts, answer }: PastTurn): string {
  return JSON.stringify([question, parts, answer]);
}
