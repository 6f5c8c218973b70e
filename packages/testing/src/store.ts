export { type AnswerStoreLike, type AnswerStoreSubject, describeAnswerStore } from './store/answers.js';
export { describeStore } from './store/describeStore.js';
export type { OpenStore, StoreFaults, StoreSubject } from './store/subject.js';
