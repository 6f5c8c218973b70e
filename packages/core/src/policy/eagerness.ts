import type { Trigger } from './trigger.js';

/** How early a warm begins. */
export type Eagerness = 'conservative' | 'moderate' | 'eager' | 'auto';

/** The signs of each level, the surest first; a level has those of the levels before it. */
const LEVELS: readonly (readonly Trigger[])[] = [['keystroke'], ['focus', 'hover'], ['visible', 'idle']];

/**
 * Which triggers a level of eagerness listens to. `auto` listens to all, and says for each time
 * whether it pays.
 */
export const SIGNS: Readonly<Record<Eagerness, readonly Trigger[]>> = {
  conservative: LEVELS[0]!,
  moderate: LEVELS.slice(0, 2).flat(),
  eager: LEVELS.flat(),
  auto: LEVELS.flat(),
};

/** What came of the signs of one level: as if each had warmed, whether it did or not. */
interface Followed {
  /** Until when the entry would live, wall clock. */
  readonly until: number;
  /** Whether nobody has asked on it yet. */
  readonly open: boolean;
  /** The latest that ended: whether a question came in time. */
  readonly asked: readonly boolean[];
}

/** What `auto` knows of a prefix: for each level, what came of its signs. Plain data. */
export type Learned = readonly Followed[];

export const NOTHING_LEARNED: Learned = Object.freeze(LEVELS.map(() => ({ until: 0, open: false, asked: [] })));

/** Outcomes kept of each level. */
const WINDOW = 20;
/** Outcomes before which the surest sign is believed. */
const BELIEVED = 4;

/** What is known once a sign was seen: it would have warmed, where nothing was warm. Pure. */
export function signSeen(learned: Learned, trigger: Trigger, now: number, lifeMs: number): Learned {
  return learned.map((level, index) => {
    if (!LEVELS[index]!.includes(trigger) || (now < level.until && level.until - now <= lifeMs)) return level;
    return { until: now + lifeMs, open: true, asked: ended(level, false) };
  });
}

/**
 * What is known once a question was asked: whatever would have been warm was not wasted, and lives
 * on. Pure.
 */
export function questionSeen(learned: Learned, now: number, lifeMs: number): Learned {
  return learned.map((level) => ({ until: now + lifeMs, open: false, asked: ended(level, now < level.until) }));
}

/**
 * Whether a sign may warm under the promise that no more than `wastedShare` of the warms are
 * wasted. A level that has not shown it yet is not used, but for the surest, which is believed
 * until it has shown otherwise. Pure.
 */
export function paysOff(learned: Learned, trigger: Trigger, wastedShare: number): boolean {
  const index = LEVELS.findIndex((triggers) => triggers.includes(trigger));
  if (index < 0) return true;
  const { asked } = learned[index]!;
  if (index === 0 && asked.length < BELIEVED) return true;
  const wasted = asked.filter((each) => !each).length;
  // Half a warm more is taken for wasted: few outcomes promise little.
  return (wasted + 0.5) / (asked.length + 1) <= wastedShare;
}

function ended({ open, asked }: Followed, inTime: boolean): readonly boolean[] {
  return open ? [...asked.slice(1 - WINDOW), inTime] : asked;
}
