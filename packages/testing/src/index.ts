export { answer, type AnswerOptions } from './answer.js';
export { collect, type Collected } from './collect.js';
export { type Gateway, type GatewayOptions, openGateway, type Passed } from './gateway.js';
export { type Nginx, startNginx } from './nginx.js';
export { openRedisCluster, type RedisCluster } from './redisCluster.js';
export { openRedisRest, type RedisRest } from './redisRest.js';
export { openRedisSentinel, type RedisSentinel } from './redisSentinel.js';
export { freePort, type RedisServer, startRedis } from './redisServer.js';
export { type Script, scriptedAdapter, type ScriptedAdapter, type Step, YES } from './scriptedAdapter.js';
