export type { Quota, QuotasInit } from './quotas.js';
export { rateLimits, type RateLimitsOptions } from './rateLimits.js';
