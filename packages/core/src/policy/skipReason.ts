/**
 * Why nothing was warmed, in the kit's own words: first those of its policy, then those of its
 * server.
 */
export type KnownSkipReason =
  | 'disabled'
  | 'trigger-off'
  | 'unsupported'
  | 'hidden'
  | 'offline'
  | 'save-data'
  | 'automation'
  | 'below-minimum'
  | 'fresh'
  /** The model or its settings were switched: what was warm is another prefix. */
  | 'switched'
  | 'ask-in-flight'
  | 'back-off'
  | 'wasted'
  | 'holdout'
  | 'budget-warms'
  | 'budget-tokens'
  | 'budget-cost'
  | 'unauthorized'
  | 'draining'
  | `${'user' | 'address' | 'prefix' | 'total' | 'streams'}-limit`;

/** Why nothing was warmed. A backend may add words of its own. */
export type SkipReason = KnownSkipReason | (string & {});
