import type { AskState, CacheOutcome, ForewarmError, SkipReason, WarmStatus } from '@forewarm/core';
import type { KnownSkipReason } from '@forewarm/core/kit';

/** All budgets have one text, all limits another. */
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
  /** The BCP 47 language of numbers. */
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
  /** Before the answer's first words. */
  awaited: 'Waiting for the answer…',
  /** While the model thinks, and afterwards. */
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
  /** For screen readers. */
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
  /** If the storage is full or refuses. */
  unsaved: 'This conversation can’t be saved: it will be gone with this page.',
  seconds: (value: string): string => `${value} s`,
  /** Until the first token; `joining` while it waits for a warm. */
  counting: (seconds: string, joining: boolean): string =>
    `${seconds} since you asked${joining ? ', waiting for the warm' : ''}`,
  firstToken: (seconds: string): string => `${seconds} to first token`,
  waiting: (seconds: string): string => `${seconds} waiting`,
  model: (seconds: string): string => `${seconds} model`,
  /** If it waited for a warm. */
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
  /** Against the median of `runs` cold runs. */
  sooner: (seconds: string, runs: string): string => `${seconds} sooner than cold (median of ${runs})`,
  later: (seconds: string, runs: string): string => `${seconds} later than cold (median of ${runs})`,
  /** A lane's bars. */
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
  /** Beside code, before and after copying. */
  code: 'Code',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Could not copy',
  /** A task list's boxes. */
  taskDone: 'done',
  taskOpen: 'to do',
  unknown: 'unknown',
};

/** Every word a person can read or hear, for translation. */
export type Labels = Readonly<typeof words>;

/** The default words. */
export const ENGLISH: Labels = Object.freeze(words);
