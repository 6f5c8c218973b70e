import type { Outcome, PrefixState } from './policy.js';
import type { Trigger } from './trigger.js';

export type Eagerness = 'conservative' | 'moderate' | 'eager' | 'auto';

/** Surest first; each includes those before it. */
const LEVELS: readonly (readonly Trigger[])[] = [['keystroke'], ['focus', 'hover'], ['visible', 'idle']];

/** Surest first: continued typing, then each level. */
const FOLLOWED: readonly (readonly Trigger[])[] = [LEVELS[0]!, ...LEVELS];
const TYPING = 0;
const FIRST_KEY = 1;
/** A key this long after the first is continued typing. */
const TYPING_MS = 1_000;

/** `auto` listens to all. */
export const SIGNS: Readonly<Record<Eagerness, readonly Trigger[]>> = {
  conservative: LEVELS[0]!,
  moderate: LEVELS.slice(0, 2).flat(),
  eager: LEVELS.flat(),
  auto: LEVELS.flat(),
};

/** One level's signs, as if each had warmed. */
interface Followed {
  /** The sign, wall clock. */
  readonly since: number;
  /** The entry's end, wall clock. */
  readonly until: number;
  readonly open: boolean;
  /** Whether a question came in time, per latest sign. */
  readonly asked: readonly boolean[];
}

/** What `auto` learned, by level. */
export type Learned = readonly Followed[];

const NEVER_SEEN: Followed = { since: 0, until: 0, open: false, asked: [] };

/** Results kept per level. */
const WINDOW = 20;
/** Results before which the surest sign is trusted. */
const BELIEVED = 4;

/** Records a sign: it would have warmed if nothing was warm. */
export function signSeen(learned: Learned, trigger: Trigger, now: number, lifeMs: number): Learned {
  return levels(learned).map((level, index) => {
    if (!isSignOf(learned, index, trigger, now)) return level;
    if (now < level.until && level.until - now <= lifeMs) return level;
    return { since: now, until: now + lifeMs, open: true, asked: ended(level, false) };
  });
}

/** Records a question: whatever would have been warm was used. */
export function questionSeen(learned: Learned, now: number, lifeMs: number): Learned {
  return levels(learned).map((level) => {
    return { since: level.since, until: now + lifeMs, open: false, asked: ended(level, now < level.until) };
  });
}

/**
 * Whether a sign may warm: at most `wastedShare` may be wasted. A level without results isn't used,
 * except the surest.
 */
export function paysOff(learned: Learned, trigger: Trigger, now: number, wastedShare: number): boolean {
  if (trigger === 'manual') return true;
  return levels(learned).some(({ asked }, index) => {
    if (!isSignOf(learned, index, trigger, now)) return false;
    if (index === TYPING && asked.length < BELIEVED) return true;
    const wasted = asked.filter((each) => !each).length;
    // Assume half a wasted warm more: few results prove little.
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

export interface SignRules {
  learn(state: PrefixState, outcome: Outcome, now: number): Learned;
  payOff(learned: Learned, trigger: Trigger, now: number): boolean;
}

export function signRules(wastedShare: number): SignRules {
  return {
    learn({ learned, warmth }, outcome, now) {
      // The last entry's, else five minutes as at Anthropic.
      const lifeMs = warmth ? warmth.expiresAt - warmth.startedAt : 300_000;
      if (outcome.type === 'sign-seen') return signSeen(learned, outcome.trigger, now, lifeMs);
      return outcome.type === 'ask-started' ? questionSeen(learned, now, lifeMs) : learned;
    },
    payOff: (learned, trigger, now) => paysOff(learned, trigger, now, wastedShare),
  };
}
