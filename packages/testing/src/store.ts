export { describeStore } from './store/describeStore.js';
export type { OpenStore, StoreSubject } from './store/subject.js';
