import { invalidOption } from './errors.js';
import { type Trigger, TRIGGERS } from './trigger.js';

/** What an owner may set; every field has a default. Times are milliseconds. */
export interface PolicyInit {
  /** The kill switch: false, or a function that gives false, stops all warms; asks go on. Read at every decision. Default true. */
  enabled?: boolean | (() => boolean) | undefined;
  /** Which triggers warm; `manual` always does. Default focus and keystroke: both show that a person means to ask. */
  triggers?: readonly Trigger[] | undefined;
  /** Pause in typing after which a further keystroke is looked at again; the first is looked at once. Default 300. */
  debounceMs?: number | undefined;
  /** How long before its end an entry no longer counts as fresh. Default 10,000: about what a question needs to be typed out and sent. */
  marginMs?: number | undefined;
  /** What a question does about a warm in flight: `wait` for it (one write), or `never`. Default `wait`. */
  join?: 'wait' | 'never' | undefined;
  /** The longest a question waits for a warm in flight before it goes alone. Default 30,000: past a cold read of 150,000 tokens (21 s). */
  joinTimeoutMs?: number | undefined;
  /** After which a warm counts as failed and is ended. Default 60,000. */
  warmTimeoutMs?: number | undefined;
  /** After which an ask without a sign of life counts as failed and is ended. Default 120,000: cold reads of a million tokens take over a minute. */
  askTimeoutMs?: number | undefined;
  /** Pause after a failed warm; doubles with each further failure. Default 5,000. */
  backOffMs?: number | undefined;
  /** The longest such pause, also where the backend asks for more. Default 300,000. */
  backOffMaxMs?: number | undefined;
  /** Warms in a row that nobody asked on, after which a prefix rests. Default 3. */
  maxWasted?: number | undefined;
  /** How long it then rests, counted from the end of the last entry. Default 600,000. */
  wastedRestMs?: number | undefined;
}

/** A policy with every default filled in. */
export type PolicyOptions = {
  readonly [Name in Exclude<keyof PolicyInit, 'enabled'>]-?: NonNullable<PolicyInit[Name]>;
} & { readonly enabled: () => boolean };

const JOINS = ['wait', 'never'] as const;
const LIMITS = {
  debounceMs: { byDefault: 300, min: 0 },
  marginMs: { byDefault: 10_000, min: 0 },
  joinTimeoutMs: { byDefault: 30_000, min: 0 },
  warmTimeoutMs: { byDefault: 60_000, min: 1 },
  askTimeoutMs: { byDefault: 120_000, min: 1 },
  backOffMs: { byDefault: 5_000, min: 0 },
  backOffMaxMs: { byDefault: 300_000, min: 0 },
  maxWasted: { byDefault: 3, min: 1 },
  wastedRestMs: { byDefault: 600_000, min: 0 },
} as const;

/** Fills in the defaults; throws an `invalid-option` error for what is out of range. */
export function resolvePolicy(init: PolicyInit = {}): PolicyOptions {
  const where = 'policy';
  const number = (name: keyof typeof LIMITS): number => {
    const { byDefault, min } = LIMITS[name];
    const value = init[name] ?? byDefault;
    if (typeof value !== 'number' || !Number.isFinite(value) || value < min) {
      throw invalidOption(where, name, value, `a finite number, ${min} or more`);
    }
    return value;
  };
  const { enabled = true, triggers = ['focus', 'keystroke'], join = 'wait' } = init;
  if (typeof enabled !== 'boolean' && typeof enabled !== 'function') {
    throw invalidOption(where, 'enabled', enabled, 'true, false or a function that gives one of them');
  }
  for (const trigger of triggers) {
    if (!TRIGGERS.includes(trigger)) throw invalidOption(where, 'triggers', trigger, `among ${TRIGGERS.join(', ')}`);
  }
  if (!JOINS.includes(join)) throw invalidOption(where, 'join', join, `one of ${JOINS.join(', ')}`);
  return Object.freeze({
    enabled: typeof enabled === 'function' ? enabled : () => enabled,
    triggers: [...triggers],
    join,
    debounceMs: number('debounceMs'),
    marginMs: number('marginMs'),
    joinTimeoutMs: number('joinTimeoutMs'),
    warmTimeoutMs: number('warmTimeoutMs'),
    askTimeoutMs: number('askTimeoutMs'),
    backOffMs: number('backOffMs'),
    backOffMaxMs: number('backOffMaxMs'),
    maxWasted: number('maxWasted'),
    wastedRestMs: number('wastedRestMs'),
  });
}
