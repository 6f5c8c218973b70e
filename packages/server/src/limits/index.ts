export type { Quota, QuotaOptions } from './quotas.js';
export { rateLimits, type RateLimitsOptions } from './rateLimits.js';
