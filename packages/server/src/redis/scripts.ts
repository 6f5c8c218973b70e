/**
 * Finds the entry, or takes the lease, or says that another has it: one step, so that no two instances take it.
 * KEYS: entry, lease. ARGV: token, lease in ms. Gives `[entry, taken, ms the other's lease still runs]`.
 */
export const CLAIM = `
local entry = redis.call('GET', KEYS[1])
if entry then return {entry, 0, 0} end
if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then return {'', 1, 0} end
return {'', 0, redis.call('PTTL', KEYS[2])}`;

/** Prolongs the lease for as long as it is this holder's. KEYS: lease. ARGV: token, lease in ms. */
export const RENEW = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0`;

/**
 * Keeps the entry, gives the lease back where it is still this holder's, and tells who waits.
 * KEYS: entry, lease. ARGV: token, entry or '', its life in ms, channel, message.
 */
export const FINISH = `
if ARGV[2] ~= '' then redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
redis.call('PUBLISH', ARGV[4], ARGV[5])
return 1`;
