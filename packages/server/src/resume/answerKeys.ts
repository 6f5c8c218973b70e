import { sha256 } from '@forewarm/core/kit';
import type { AnswerRef } from './answerStore.js';

/** What stands where in Redis for one answer. */
export interface AnswerKeys {
  /** The list: its owner, then its events. */
  events(ref: AnswerRef): string;
  /** There while the instance that asks the model lives. */
  alive(ref: AnswerRef): string;
  /** There while another instance reads. */
  reader(ref: AnswerRef): string;
  /** There once somebody asked for its end. */
  stop(ref: AnswerRef): string;
  /** There in the first seconds: what was asked. */
  asked(ref: AnswerRef): string;
  /** The id of the answer in the place of one whose instance was lost. */
  again(ref: AnswerRef): string;
  /** The owner, without a name in it. */
  owner(ref: AnswerRef): string;
}

/** The keys under a common beginning; in braces what a Redis cluster keeps in one place. */
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
