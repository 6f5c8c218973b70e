import { sha256 } from '@forewarm/core/kit';
import type { AnswerRef } from './answerStore.js';

export interface AnswerKeys {
  /** A list: the owner, then the events. */
  events(ref: AnswerRef): string;
  /** While the instance that asks the model lives. */
  alive(ref: AnswerRef): string;
  /** While another instance reads. */
  reader(ref: AnswerRef): string;
  /** Once somebody asked for the end. */
  stop(ref: AnswerRef): string;
  /** In the first seconds. */
  asked(ref: AnswerRef): string;
  /** The id of the answer that replaces a lost one. */
  again(ref: AnswerRef): string;
  owner(ref: AnswerRef): string;
}

/** The braces keep an answer in one place of a cluster. */
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
