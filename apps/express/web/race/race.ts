import type { AskState, WarmStatus } from '@forewarm/core';

/** The two ways each question is asked: on the context that was warmed, and on one that was not. */
export const LANES = ['speculative', 'standard'] as const;
export type LaneName = (typeof LANES)[number];

/**
 * How a run ended. Only `complete` is a result: both lanes have answered to the end. `replaced` by
 * the next question, `reset` by a cold context.
 */
export type RunEnd = 'complete' | 'failed' | 'stopped' | 'replaced' | 'reset';

/** One question, asked in both lanes at the same moment. */
export interface Run {
  /** Counted from 1; the place in `runs`. */
  readonly id: number;
  readonly question: string;
  /** Which cold context it was asked on: a later run on the same finds it cached. */
  readonly context: string;
  readonly lanes: Readonly<Record<LaneName, AskState>>;
  /** Null while it goes on. */
  readonly end: RunEnd | null;
}

export interface RaceState {
  /** The word that makes the context cold: no prefix before has had it. */
  readonly context: string;
  /** Every run there was, oldest first; at most the last one goes on. */
  readonly runs: readonly Run[];
  /** A question that is sent once the context is warm. */
  readonly held: string | null;
}

export type RaceAction =
  /** Asks at once; a run that goes on ends as `replaced`. */
  | { readonly type: 'ask'; readonly question: string }
  /** Asks once the context is warm. */
  | { readonly type: 'hold'; readonly question: string }
  /** What is known of the warm: a held question goes out as soon as nothing is left to wait for. */
  | { readonly type: 'warmth'; readonly status: WarmStatus['status'] }
  | { readonly type: 'stop' }
  /** Asks the latest question again, as a run of its own. */
  | { readonly type: 'retry' }
  /** Turns to a context that nobody has asked on. */
  | { readonly type: 'reset'; readonly context: string }
  /** What one lane of one run has come to. */
  | { readonly type: 'report'; readonly run: number; readonly lane: LaneName; readonly state: AskState };

/** Before the first question. */
export function newRace(context: string): RaceState {
  return { context, runs: [], held: null };
}

/** The run that goes on; null where none does. */
export function runningRun({ runs }: RaceState): Run | null {
  const last = runs.at(-1);
  return last?.end === null ? last : null;
}

/** Whether a lane has come to its end. */
export function hasEnded({ status }: AskState): boolean {
  return status === 'done' || status === 'stopped' || status === 'failed';
}

/** The one state machine of both lanes. Pure; `idle` is a lane before its first report. */
export function reduceRace(state: RaceState, action: RaceAction, idle: AskState): RaceState {
  switch (action.type) {
    case 'ask':
      return ask(state, action.question, idle);
    case 'hold':
      return { ...ended(state, 'replaced'), held: action.question };
    case 'warmth': {
      const isSettled = action.status !== 'cold' && action.status !== 'warming';
      return state.held !== null && isSettled ? ask(state, state.held, idle) : state;
    }
    case 'stop':
      return { ...ended(state, 'stopped'), held: null };
    case 'retry': {
      const question = state.runs.at(-1)?.question;
      return question === undefined ? state : ask(state, question, idle);
    }
    case 'reset':
      return { ...ended(state, 'reset'), held: null, context: action.context };
    case 'report':
      return report(state, action.run, action.lane, action.state);
  }
}

function ask(state: RaceState, question: string, idle: AskState): RaceState {
  const { runs, context } = ended(state, 'replaced');
  const lanes = { speculative: idle, standard: idle };
  return { context, held: null, runs: [...runs, { id: runs.length + 1, question, context, lanes, end: null }] };
}

function ended(state: RaceState, end: RunEnd): RaceState {
  const running = runningRun(state);
  return running ? { ...state, runs: [...state.runs.slice(0, -1), { ...running, end }] } : state;
}

/** A lane of an ended run still says how far it came; one that has ended says no more. */
function report(state: RaceState, id: number, lane: LaneName, told: AskState): RaceState {
  const run = state.runs[id - 1];
  if (!run || hasEnded(run.lanes[lane])) return state;
  const lanes = { ...run.lanes, [lane]: told };
  const all = LANES.map((name) => lanes[name]);
  const isOver = run.end === null && all.every(hasEnded);
  const outcome: RunEnd = all.every(({ status }) => status === 'done') ? 'complete' : 'failed';
  return { ...state, runs: state.runs.with(id - 1, { ...run, lanes, end: isOver ? outcome : run.end }) };
}
