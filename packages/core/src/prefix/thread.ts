import { growPrefix, isPrefix } from './madePrefix.js';
import type { PastTurn, Prefix } from './prefix.js';
import { prefixKey, type PrefixRef } from './prefixRef.js';

/** Where the answered turns of a conversation are kept, so that it survives a reload. */
export interface HistoryStorage {
  /**
   * The turns kept under a key, oldest first; none where there are none. What throws or rejects
   * counts as none. Read again before each write: what another tab has added in between stays.
   */
  read(key: string): readonly PastTurn[] | Promise<readonly PastTurn[]>;
  /**
   * Replaces what is kept under a key. What throws or rejects costs the keeping, which is told,
   * never the answer.
   */
  write(key: string, turns: readonly PastTurn[]): void | Promise<void>;
  /**
   * Calls back when somebody else, such as another tab, has changed what is kept under a key; the
   * returned function ends that.
   */
  subscribe?(key: string, listener: () => void): () => void;
}

/** The most turns a thread grows to. */
export const MAX_TURNS = 100;

/**
 * A prefix grown by the turns of its conversation, a name by their text and a prefix by their
 * blocks.
 */
export function withThread<P extends Prefix | PrefixRef>(prefix: P, turns: readonly PastTurn[]): P {
  if (turns.length === 0) return prefix;
  if (isPrefix(prefix)) return growPrefix(prefix, turns) as Prefix & P;
  return { ...prefix, thread: [...(prefix.thread ?? []), ...turns] };
}

/** Whether two prefixes differ by the turns of a conversation at most. */
export function sameBase(a: Prefix | PrefixRef, b: Prefix | PrefixRef): boolean {
  const baseOf = (prefix: Prefix | PrefixRef): string => {
    if (!isPrefix(prefix)) return prefixKey({ id: prefix.id, params: prefix.params });
    const { model, settings, tools, system } = prefix;
    return JSON.stringify([model, settings, tools, system]);
  };
  return baseOf(a) === baseOf(b);
}

/**
 * The turns that still go along: a thread that is too long loses its older half at once, since each
 * loss is a prefix read anew.
 */
export function trimThread(turns: readonly PastTurn[]): readonly PastTurn[] {
  return turns.length <= MAX_TURNS ? turns : turns.slice(-MAX_TURNS / 2);
}

/**
 * What is kept by now, without what we have cut since it was last read, then the turns that are
 * new of ours: nobody's turn is lost, and none that was cut comes back.
 */
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

/** Whether two lists hold the same turns. */
export function sameTurns(a: readonly PastTurn[], b: readonly PastTurn[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function asText({ question, parts, answer }: PastTurn): string {
  return JSON.stringify([question, parts, answer]);
}
