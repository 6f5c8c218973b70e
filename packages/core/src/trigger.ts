/** What can make a warm worth considering. */
export const TRIGGERS = ['focus', 'keystroke', 'hover', 'visible', 'idle', 'manual'] as const;

/** What made a warm worth considering. */
export type Trigger = (typeof TRIGGERS)[number];
