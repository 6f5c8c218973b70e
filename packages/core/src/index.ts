export type { Adapter, AskEvent, CallOptions, FinishReason, WarmMethod, WarmResult } from './adapter/adapter.js';
export type { Rates } from './adapter/cost.js';
export { cacheOutcome, type CacheOutcome, UNKNOWN_USAGE, type Usage } from './adapter/usage.js';
export { type Conditions, type Environment, systemEnvironment } from './base/environment.js';
export { type ErrorCode, ForewarmError, invalidOption, toForewarmError } from './base/errors.js';
export type { Json, JsonObject } from './base/json.js';
export type { Turn, TurnPart } from './base/turn.js';
export { AskObserver, type AskState } from './client/AskObserver.js';
export type { ForewarmEvent } from './client/events.js';
export { ForewarmClient } from './client/ForewarmClient.js';
export { memoryStore } from './client/memoryStore.js';
export { sharedStore } from './client/sharing.js';
export type { Stored, StoreLock, StoreValue, WarmStore } from './client/store.js';
export type { WarmReport } from './policy/warmReport.js';
export { Conversation, type QuestionOptions } from './conversation/Conversation.js';
export type { Metrics } from './metrics/metrics.js';
export { MetricsObserver } from './metrics/MetricsObserver.js';
export { report } from './metrics/report.js';
export { definePolicy, type PolicyOptions } from './policy/policyOptions.js';
export { reasonUrl, type SkipReason } from './policy/skipReason.js';
export type { WarmStatus } from './policy/status.js';
export type { Trigger } from './policy/trigger.js';
export {
  askMessages,
  assertPrefix,
  type Block,
  definePrefix,
  extendPrefix,
  type ImageBlock,
  isImage,
  isPrefix,
  isText,
  type Message,
  type PastTurn,
  type Prefix,
  type PrefixOptions,
  warmMessages,
} from './prefix/prefix.js';
export type { PrefixRef } from './prefix/prefixRef.js';
export type { HistoryStorage } from './prefix/thread.js';
export { estimateTokens } from './prefix/tokens.js';
export { type Ttl, ttlToMs } from './prefix/ttl.js';
