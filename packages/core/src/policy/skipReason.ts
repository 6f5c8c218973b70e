/** The policy's, then the server's. */
const KNOWN = [
  'disabled',
  'trigger-off',
  'holdout',
  'unsupported',
  'below-minimum',
  'offline',
  'hidden',
  'save-data',
  'automation',
  'fresh',
  // Another model or setting: the new prefix is cold.
  'switched',
  'ask-in-flight',
  'back-off',
  'wasted',
  'budget-warms',
  'budget-tokens',
  'budget-cost',
  'unauthorized',
  'draining',
  'user-limit',
  'address-limit',
  'prefix-limit',
  'total-limit',
  'streams-limit',
] as const;

/** No speculative answer was begun, or a question didn't join. */
const ALSO = ['cold', 'not-offered', 'hourly-limit', 'join-timed-out', 'join-raced', 'join-never'] as const;

/** Every reason with a documentation page. */
export const EXPLAINED: readonly string[] = [...KNOWN, ...ALSO];

export type KnownSkipReason = (typeof KNOWN)[number];

/** Backends may add reasons. */
export type SkipReason = KnownSkipReason | (string & {});

const PAGES = 'https://forewarm.github.io/forewarm/?path=/docs/how-it-decides-why-did-it-not-warm-';

/** A reason's page; for a backend's own, the list. */
export function reasonUrl(reason: SkipReason): string {
  return `${PAGES}${EXPLAINED.includes(reason) ? reason : 'all-reasons'}--docs`;
}
