export { type DurableNamespace, durableStore, type DurableStoreOptions } from './durableStore.js';
export { type DurableState, WarmStoreObject } from './warmStoreObject.js';
