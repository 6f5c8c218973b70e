import { memoryStore } from '@forewarm/core';
import { describeStore } from './describeStore.js';

describeStore('memory', () => {
  const store = memoryStore();
  return { stores: [store, store] };
});
