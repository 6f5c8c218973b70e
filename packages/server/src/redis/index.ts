export type { RedisListener, RedisStoreClient } from './client.js';
export { type RedisStore, redisStore, type RedisStoreOptions } from './redisStore.js';
