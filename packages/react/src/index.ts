export { AskBox, type AskBoxProps } from './askBox/AskBox.js';
export {
  Answer as AskBoxAnswer,
  type AskBoxAnswerProps,
  type AskBoxAnswerState,
  type AskBoxProblemState,
  Problem as AskBoxProblem,
  Question as AskBoxQuestion,
} from './askBox/Answer.js';
export {
  type AskBoxButtonProps,
  type AskBoxButtonState,
  Reset as AskBoxReset,
  Retry as AskBoxRetry,
  Stop as AskBoxStop,
  Submit as AskBoxSubmit,
} from './askBox/buttons.js';
export { type AskBoxValue, useAskBox } from './askBox/context.js';
export { type AskBoxInputProps, type AskBoxInputState, Input as AskBoxInput } from './askBox/Input.js';
export {
  type AskBoxHistoryProps,
  type AskBoxUnsavedProps,
  History as AskBoxHistory,
  Unsaved as AskBoxUnsaved,
} from './askBox/History.js';
export { type AskBoxLaneProps, type AskBoxLaneState, Lane as AskBoxLane } from './askBox/Lane.js';
export type { AskBoxOptions, MoneyRates } from './askBox/options.js';
export { type AskBoxRootProps, type AskBoxState, Root as AskBoxRoot } from './askBox/Root.js';
export { type AskBoxStatusProps, type AskBoxStatusState, Status as AskBoxStatus } from './askBox/Status.js';
export {
  type AskBoxReasoningProps,
  type AskBoxStepState,
  type AskBoxToolsProps,
  Reasoning as AskBoxReasoning,
  Tools as AskBoxTools,
} from './askBox/Steps.js';
export { type AskBoxTimingProps, type AskBoxTimingState, Timing as AskBoxTiming } from './askBox/Timing.js';
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
