/** First those of the policy, then those of the server. */
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
  // The model or its settings were switched: what was warm is another prefix.
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

/** Why an answer was not begun before its question, or did not join a warm. */
const ALSO = ['cold', 'not-offered', 'hourly-limit', 'join-timed-out', 'join-raced', 'join-never'] as const;

/** Every reason that has a page in the documentation. */
export const EXPLAINED: readonly string[] = [...KNOWN, ...ALSO];

/** Why nothing was warmed, in the kit's own words. */
export type KnownSkipReason = (typeof KNOWN)[number];

/** Why nothing was warmed. A backend may add words of its own. */
export type SkipReason = KnownSkipReason | (string & {});

const PAGES = 'https://forewarm.github.io/forewarm/?path=/docs/how-it-decides-why-did-it-not-warm-';

/**
 * The address of the page that explains a reason and says what to do; for a backend's own reason,
 * of the list.
 */
export function reasonUrl(reason: SkipReason): string {
  return `${PAGES}${EXPLAINED.includes(reason) ? reason : 'all-reasons'}--docs`;
}
