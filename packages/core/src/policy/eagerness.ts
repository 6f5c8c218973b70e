import type { Trigger } from './trigger.js';

/** How early a warm begins. */
export type Eagerness = 'conservative' | 'moderate' | 'eager' | 'auto';

/** The signs of each level, the surest first; a level has those of the levels before it. */
const LEVELS: readonly (readonly Trigger[])[] = [['keystroke'], ['focus', 'hover'], ['visible', 'idle']];

/** What `auto` follows, the surest first: typing that goes on, then each of the levels. */
const FOLLOWED: readonly (readonly Trigger[])[] = [LEVELS[0]!, ...LEVELS];
const TYPING = 0;
const FIRST_KEY = 1;
/** A key so long after the first is typing that goes on, in milliseconds. */
const TYPING_MS = 1_000;

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
  /** When the sign was seen, wall clock. */
  readonly since: number;
  /** Until when the entry would live, wall clock. */
  readonly until: number;
  /** Whether nobody has asked on it yet. */
  readonly open: boolean;
  /** The latest that ended: whether a question came in time. */
  readonly asked: readonly boolean[];
}

/**
 * What `auto` knows of a prefix: for each level, what came of its signs; nothing of a level that is
 * missing. Plain data.
 */
export type Learned = readonly Followed[];

const NEVER_SEEN: Followed = { since: 0, until: 0, open: false, asked: [] };

/** Outcomes kept of each level. */
const WINDOW = 20;
/** Outcomes before which the surest sign is believed. */
const BELIEVED = 4;

/** What is known once a sign was seen: it would have warmed, where nothing was warm. Pure. */
export function signSeen(learned: Learned, trigger: Trigger, now: number, lifeMs: number): Learned {
  return levels(learned).map((level, index) => {
    if (!isSignOf(learned, index, trigger, now)) return level;
    if (now < level.until && level.until - now <= lifeMs) return level;
    return { since: now, until: now + lifeMs, open: true, asked: ended(level, false) };
  });
}

/**
 * What is known once a question was asked: whatever would have been warm was not wasted, and lives
 * on. Pure.
 */
export function questionSeen(learned: Learned, now: number, lifeMs: number): Learned {
  return levels(learned).map((level) => {
    return { since: level.since, until: now + lifeMs, open: false, asked: ended(level, now < level.until) };
  });
}

/**
 * Whether a sign may warm under the promise that no more than `wastedShare` of the warms are
 * wasted. A level that has not shown it yet is not used, but for the surest, which is believed
 * until it has shown otherwise. Pure.
 */
export function paysOff(learned: Learned, trigger: Trigger, now: number, wastedShare: number): boolean {
  if (trigger === 'manual') return true;
  return levels(learned).some(({ asked }, index) => {
    if (!isSignOf(learned, index, trigger, now)) return false;
    if (index === TYPING && asked.length < BELIEVED) return true;
    const wasted = asked.filter((each) => !each).length;
    // Half a warm more is taken for wasted: few outcomes promise little.
    return (wasted + 0.5) / (asked.length + 1) <= wastedShare;
  });
}

function levels(learned: Learned): Learned {
  return FOLLOWED.map((_, index) => learned[index] ?? NEVER_SEEN);
}

function isSignOf(learned: Learned, index: number, trigger: Trigger, now: number): boolean {
  if (!FOLLOWED[index]!.includes(trigger)) return false;
  if (index !== TYPING) return true;
  const { open, since, until } = learned[FIRST_KEY] ?? NEVER_SEEN;
  return open && now < until && now - since >= TYPING_MS;
}

function ended({ open, asked }: Followed, inTime: boolean): readonly boolean[] {
  return open ? [...asked.slice(1 - WINDOW), inTime] : asked;
}

/** How `auto` learns which signs pay. Pure. */
export interface SignRules {
  readonly seen: typeof signSeen;
  readonly asked: typeof questionSeen;
  payOff(learned: Learned, trigger: Trigger, now: number): boolean;
}

/** The rules of a policy whose eagerness is `auto`. */
export function signRules(wastedShare: number): SignRules {
  return {
    seen: signSeen,
    asked: questionSeen,
    payOff: (learned, trigger, now) => paysOff(learned, trigger, now, wastedShare),
  };
}
