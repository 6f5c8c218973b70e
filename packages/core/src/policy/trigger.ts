/**
 * By default on: `focus` and `keystroke`.
 * - `focus`: the clearest early sign.
 * - `keystroke`: the first counts at once, others at a pause.
 * - `hover`: a mouse rests on the input. Gains half a second, and is idle more often.
 * - `visible`: in view, for pages whose visitors nearly all ask.
 * - `idle`: the page has loaded. Earlier and dearer.
 * - `manual`: always counts.
 */
export type Trigger = 'focus' | 'keystroke' | 'hover' | 'visible' | 'idle' | 'manual';

export const TRIGGERS: readonly Trigger[] = ['focus', 'keystroke', 'hover', 'visible', 'idle', 'manual'];
