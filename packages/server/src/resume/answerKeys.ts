import { sha256 } from '@forewarm/core/kit';
import type { AnswerRef } from './answerStore.js';

/** What Redis holds of one answer, by key. */
export interface AnswerKeys {
  /** The list: its owner, then its events. */
  events(ref: AnswerRef): string;
  /** Exists while the instance that asks the model lives. */
  alive(ref: AnswerRef): string;
  /** Exists while another instance reads. */
  reader(ref: AnswerRef): string;
  /** Exists once somebody asked for its end. */
  stop(ref: AnswerRef): string;
  /** What was asked, in the first seconds. */
  asked(ref: AnswerRef): string;
  /** The id of the answer that replaces a lost one. */
  again(ref: AnswerRef): string;
  /** The owner, without a name. */
  owner(ref: AnswerRef): string;
}

/** The braces keep an answer's keys in one place of a Redis cluster. */
export function answerKeys(keyPrefix: string): AnswerKeys {
  const key =
    (what: string) =>
    ({ id }: AnswerRef): string =>
      `${keyPrefix}{${id}}:${what}`;
  return {
    events: key('events'),
    alive: key('alive'),
    reader: key('reader'),
    stop: key('stop'),
    asked: key('asked'),
    again: key('again'),
    owner: ({ id, owner }) => sha256(`${id}/${owner}`),
  };
}
