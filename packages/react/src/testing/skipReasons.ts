import type { KnownSkipReason } from '@forewarm/core/kit';

/** Every reason of the kit for not warming; the types require each. */
export const SKIP_REASONS = Object.keys({
  disabled: true,
  'trigger-off': true,
  unsupported: true,
  hidden: true,
  offline: true,
  'save-data': true,
  automation: true,
  'below-minimum': true,
  fresh: true,
  switched: true,
  'ask-in-flight': true,
  'back-off': true,
  wasted: true,
  holdout: true,
  'budget-warms': true,
  'budget-tokens': true,
  'budget-cost': true,
  unauthorized: true,
  draining: true,
  'user-limit': true,
  'address-limit': true,
  'prefix-limit': true,
  'total-limit': true,
  'streams-limit': true,
} satisfies Record<KnownSkipReason, true>);
