export { createHandler, type Handler } from './handler.js';
export type { HandlerOptions } from './options.js';
export type { LimitBy, LimitedCall, Limits, Refusal } from './limits/limits.js';
export type { Prefixes, PrefixResolver } from './prefixes.js';
export type { AnswerRef, AnswerStore, NewAnswer } from './resume/answerStore.js';
export { memoryAnswers, type MemoryAnswersOptions } from './resume/memoryAnswers.js';
export type { Authorize, Call } from './who/authorize.js';
export type { Connection, Identify, Scope } from './who/scope.js';
export type { Isolate } from './who/isolate.js';
export type { CorsOptions } from './who/origin.js';
export { withParams } from './who/withParams.js';
export type { WarmAllOptions, WarmAllReport } from './warmAll.js';
/** So that a server needs no other package. */
export { definePrefix } from '@forewarm/core';
