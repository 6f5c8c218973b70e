export type { RedisClient } from '../redisClient.js';
export { type RedisStore, redisStore, type RedisStoreOptions } from './redisStore.js';
