export { AskBox, type AskBoxProps } from './askBox/AskBox.js';
export {
  Answer as AskBoxAnswer,
  Problem as AskBoxProblem,
  Question as AskBoxQuestion,
  Waiting as AskBoxWaiting,
} from './askBox/Answer.js';
export {
  Reset as AskBoxReset,
  Retry as AskBoxRetry,
  Stop as AskBoxStop,
  Submit as AskBoxSubmit,
} from './askBox/buttons.js';
export { type AskBoxValue, useAskBox } from './askBox/context.js';
export { Input as AskBoxInput } from './askBox/Input.js';
export { History as AskBoxHistory, Unsaved as AskBoxUnsaved } from './askBox/History.js';
export { Lane as AskBoxLane } from './askBox/Lane.js';
export type { AskBoxOptions, MoneyRates } from './askBox/options.js';
export type { AskBoxPart } from './askBox/part.js';
export { type AskBoxRootProps, type AskBoxState, Root as AskBoxRoot } from './askBox/Root.js';
export { Starters as AskBoxStarters } from './askBox/Starters.js';
export { Status as AskBoxStatus } from './askBox/Status.js';
export { Reasoning as AskBoxReasoning, Tools as AskBoxTools } from './askBox/Steps.js';
export { Timing as AskBoxTiming } from './askBox/Timing.js';
export { laneOf, type LaneSource, type TimingLane } from './charts/lane.js';
export { Lanes, type LanesProps } from './charts/Lanes.js';
export { browserEnvironment, type BrowserEnvironmentOptions } from './environment.js';
export { ForewarmProvider, type ForewarmProviderProps } from './ForewarmProvider.js';
export { describeTiming, formatSeconds, type TimingContext } from './format.js';
export { ENGLISH, type Labels } from './labels.js';
export type { PartProps, PartState } from './part.js';
export { type Ask, type AskOptions, useAsk } from './useAsk.js';
export { useForewarmClient } from './useForewarmClient.js';
export { type ForewarmMetrics, type ForewarmMetricsOptions, useForewarmMetrics } from './useForewarmMetrics.js';
export { useLiveCounter } from './useLiveCounter.js';
export type { InputProps, UserHandlers } from './inputIntent.js';
export {
  type SpeculativeCacheOptions,
  type SpeculativeCacheResult,
  useSpeculativeCache,
} from './useSpeculativeCache.js';
export type { AnyPrefix } from './useStablePrefix.js';
export { webStorage, type WebStorageOptions } from './webStorage.js';
