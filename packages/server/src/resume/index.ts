export { memoryAnswers, type MemoryAnswersOptions } from './memoryAnswers.js';
export { redisAnswers, type RedisAnswersOptions } from './redisAnswers.js';
