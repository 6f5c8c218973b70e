import type { AskState, CacheOutcome, ForewarmError, SkipReason, WarmStatus } from '@forewarm/core';
import type { KnownSkipReason } from '@forewarm/core/kit';

/** Every word a person can read or hear, to be translated in one place. Functions get plain values; durations are milliseconds. */
export interface Labels {
  /** BCP 47 tag that numbers are written in. */
  locale: string;
  box: string;
  question: string;
  placeholder: string;
  submit: string;
  stop: string;
  retry: string;
  reset: string;
  answer: string;
  turns: string;
  /** While the model thinks before it answers, and what its thoughts are called afterwards. */
  thinking: string;
  thoughts: string;
  /** The tools it has called: their list, one it waits for, and one it has used. */
  tools: string;
  usingTool(name: string): string;
  usedTool(name: string): string;
  /** The word beside the dot. */
  warm: Readonly<Record<WarmStatus['status'], string>>;
  reason(reason: SkipReason): string;
  error(error: ForewarmError): string;
  /** What is announced when a question is sent, when its answer has ended, and where it starts anew; never in between. */
  announce: Readonly<Record<Exclude<AskState['status'], 'idle' | 'answering' | 'failed'> | 'restarted', string>>;
  blank: string;
  tooLong(characters: string, limit: string): string;
  drifted: string;
  /** That a conversation which was to be kept can't be. */
  unsaved: string;
  /** A figure with the unit of time. */
  seconds(value: string): string;
  /** Until the first token, in seconds since submit; `joining` while a warm in flight is waited for. */
  counting(seconds: string, joining: boolean): string;
  firstToken(seconds: string): string;
  waiting(seconds: string): string;
  model(seconds: string): string;
  /** Where some of the waiting was for a warm in flight. */
  joined: string;
  ended(seconds: string): string;
  outcome: Readonly<Record<CacheOutcome, string>>;
  cacheRead(tokens: string): string;
  cacheReadUnknown: string;
  cost(money: string): string;
  costUnknown: string;
  /** How much sooner the first token came than in the median of so many runs on a cold prefix. */
  sooner(seconds: string, runs: string): string;
  later(seconds: string, runs: string): string;
  /** The bars of a lane. */
  phases: Readonly<Record<'typing' | 'waiting' | 'model' | 'streaming' | 'warm', string>>;
  lane: string;
  lanes: string;
  /** Beside code, and after its button was pressed. */
  code: string;
  copy: string;
  copied: string;
  copyFailed: string;
  /** What the boxes of a task list say. */
  taskDone: string;
  taskOpen: string;
  unknown: string;
}

/** Those that differ only in what was counted have one word. */
type Grouped = Exclude<KnownSkipReason, `budget-${string}` | `${string}-limit`> | 'budget' | 'limit';

const REASONS: Readonly<Record<Grouped, string>> = {
  disabled: 'warming is switched off',
  'trigger-off': 'this does not trigger a warm',
  unsupported: 'the backend cannot warm',
  hidden: 'the page is hidden',
  offline: 'there is no network',
  'save-data': 'data is to be saved',
  automation: 'a program drives the browser',
  'below-minimum': 'the context is too short to be cached',
  fresh: 'it is warm already',
  'ask-in-flight': 'a question is being answered',
  'back-off': 'the last try failed, waiting',
  wasted: 'nobody asked after the last ones',
  holdout: 'left cold, to compare',
  budget: 'the budget is spent',
  limit: 'too many lately',
  unauthorized: 'it is not allowed',
  draining: 'the server restarts',
};

/** The words as they are unless others are given. */
export const ENGLISH: Labels = Object.freeze<Labels>({
  locale: 'en',
  box: 'Ask a question',
  question: 'Your question',
  placeholder: 'Ask a question',
  submit: 'Ask',
  stop: 'Stop',
  retry: 'Ask again',
  reset: 'New conversation',
  answer: 'Answer',
  turns: 'Conversation so far',
  thinking: 'Thinking…',
  thoughts: 'Thoughts',
  tools: 'Tools used',
  usingTool: (name) => `Using ${name}…`,
  usedTool: (name) => `Used ${name}`,
  warm: {
    cold: 'Not warmed',
    warming: 'Warming',
    fresh: 'Warm',
    stale: 'No longer warm',
    skipped: 'Not warmed',
    failed: 'Warming failed',
  },
  reason: (reason) => REASONS[(/^budget|limit$/.exec(reason)?.[0] ?? reason) as Grouped] ?? reason,
  error: (error) => error.message,
  announce: {
    waiting: 'Question sent.',
    restarted: 'The answer starts anew.',
    done: 'The answer is complete.',
    stopped: 'The answer was stopped.',
  },
  blank: 'Type a question first.',
  tooLong: (characters, limit) => `The question has ${characters} characters; shorten it to ${limit}.`,
  drifted: 'The context had changed since it was warmed.',
  unsaved: 'This conversation can’t be saved: it will be gone with this page.',
  seconds: (value) => `${value} s`,
  counting: (seconds, joining) => `${seconds} since you asked${joining ? ', waiting for the warm' : ''}`,
  firstToken: (seconds) => `${seconds} to first token`,
  waiting: (seconds) => `${seconds} waiting`,
  model: (seconds) => `${seconds} model`,
  joined: 'joined the warm',
  ended: (seconds) => `ended after ${seconds} without a token`,
  outcome: { hit: 'hit', partial: 'partial hit', miss: 'miss', unknown: 'cache use not reported' },
  cacheRead: (tokens) => `${tokens} tokens read from cache`,
  cacheReadUnknown: 'cached tokens not reported',
  cost: (money) => money,
  costUnknown: 'cost unknown',
  sooner: (seconds, runs) => `${seconds} sooner than cold (median of ${runs})`,
  later: (seconds, runs) => `${seconds} later than cold (median of ${runs})`,
  phases: { typing: 'typing', waiting: 'waiting', model: 'model', streaming: 'streaming', warm: 'warm' },
  lane: 'Lane',
  lanes: 'Time from the first touch of the input',
  code: 'Code',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Could not copy',
  taskDone: 'done',
  taskOpen: 'to do',
  unknown: 'unknown',
});
