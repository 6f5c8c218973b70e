import type { AskState, CacheOutcome, ForewarmError, SkipReason, WarmStatus } from '@forewarm/core';
import type { KnownSkipReason } from '@forewarm/core/kit';

/** Reasons that differ only in what was counted have one text. */
type Grouped = Exclude<KnownSkipReason, `budget-${string}` | `${string}-limit`> | 'budget' | 'limit';

const REASONS: Readonly<Record<Grouped, string>> = {
  disabled: 'warming is switched off',
  'trigger-off': 'this event is not among the triggers',
  unsupported: 'the backend cannot warm',
  hidden: 'the page is hidden',
  offline: 'there is no network',
  'save-data': 'Data Saver is on',
  automation: 'a program drives the browser',
  'below-minimum': 'the context is too short to be cached',
  fresh: 'it is warm already',
  switched: 'the model or its settings have changed',
  'ask-in-flight': 'a question is being answered',
  'back-off': 'the last warm failed; waiting',
  wasted: 'the last warms went unused',
  holdout: 'left cold for comparison',
  budget: 'the budget is spent',
  limit: 'rate limit reached',
  unauthorized: 'you may not',
  draining: 'the server restarts',
};

const words = {
  /** The language that numbers are written in, as a BCP 47 tag. */
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
  starters: 'Suggested questions',
  /** Until the answer's first words. */
  awaited: 'Waiting for the answer…',
  /** While the model thinks, and after it. */
  thinking: 'Thinking…',
  thoughts: 'Thoughts',
  tools: 'Tools used',
  usingTool: (name: string): string => `Using ${name}…`,
  usedTool: (name: string): string => `Used ${name}`,
  /** The word beside the dot. */
  warm: {
    cold: 'Not warmed',
    warming: 'Warming',
    fresh: 'Warm',
    stale: 'No longer warm',
    skipped: 'Not warmed',
    failed: 'Warming failed',
  } satisfies Record<WarmStatus['status'], string>,
  reason: (reason: SkipReason): string => REASONS[(/^budget|limit$/.exec(reason)?.[0] ?? reason) as Grouped] ?? reason,
  error: (error: ForewarmError): string => error.message,
  /** What a screen reader says when a question is sent, starts anew or has ended. */
  announce: {
    waiting: 'Question sent.',
    restarted: 'The answer starts anew.',
    done: 'The answer is complete.',
    stopped: 'The answer was stopped.',
  } satisfies Record<Exclude<AskState['status'], 'idle' | 'answering' | 'failed'> | 'restarted', string>,
  blank: 'Type a question first.',
  tooLong: (characters: string, limit: string): string =>
    `The question has ${characters} characters; shorten it to ${limit}.`,
  drifted: 'The context had changed since it was warmed.',
  /** Where the storage of a conversation is full or refuses. */
  unsaved: 'This conversation can’t be saved: it will be gone with this page.',
  /** A figure with the unit of time. */
  seconds: (value: string): string => `${value} s`,
  /** Until the first token; `joining` while the question waits for a warm in flight. */
  counting: (seconds: string, joining: boolean): string =>
    `${seconds} since you asked${joining ? ', waiting for the warm' : ''}`,
  firstToken: (seconds: string): string => `${seconds} to first token`,
  waiting: (seconds: string): string => `${seconds} waiting`,
  model: (seconds: string): string => `${seconds} model`,
  /** Where some of the waiting was for a warm in flight. */
  joined: 'joined the warm',
  ended: (seconds: string): string => `ended after ${seconds} without a token`,
  outcome: {
    hit: 'hit',
    partial: 'partial hit',
    miss: 'miss',
    unknown: 'cache use not reported',
  } satisfies Record<CacheOutcome, string>,
  cacheRead: (tokens: string): string => `${tokens} tokens read from cache`,
  cacheReadUnknown: 'cached tokens not reported',
  cost: (money: string): string => money,
  costUnknown: 'cost unknown',
  /** Compared with the median of so many runs on a cold prefix. */
  sooner: (seconds: string, runs: string): string => `${seconds} sooner than cold (median of ${runs})`,
  later: (seconds: string, runs: string): string => `${seconds} later than cold (median of ${runs})`,
  /** The bars of a lane. */
  phases: {
    typing: 'typing',
    waiting: 'waiting',
    model: 'model',
    streaming: 'streaming',
    warm: 'warm',
    begun: 'begun before',
  },
  lane: 'Lane',
  lanes: 'Time from the first touch of the input',
  /** Beside code, and after its button was pressed. */
  code: 'Code',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Could not copy',
  /** The boxes of a task list. */
  taskDone: 'done',
  taskOpen: 'to do',
  unknown: 'unknown',
};

/** Every word a person can read or hear, for translation. Functions get plain values. */
export type Labels = Readonly<typeof words>;

/** The words that are used unless you give others. */
export const ENGLISH: Labels = Object.freeze(words);
