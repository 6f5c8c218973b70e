/**
 * What can start a warm; by default on: `focus` and `keystroke`.
 * - `focus`: the cursor is in the input, the clearest early sign.
 * - `keystroke`: the first counts at once, others at a pause.
 * - `hover`: a mouse rests on the input. Gains about half a second, and is idle more often.
 * - `visible`: the input is in view, for pages whose visitors nearly all ask.
 * - `idle`: the page has loaded. Earlier and dearer than `visible`.
 * - `manual`: the app says so. Always counts.
 */
export type Trigger = 'focus' | 'keystroke' | 'hover' | 'visible' | 'idle' | 'manual';

export const TRIGGERS: readonly Trigger[] = ['focus', 'keystroke', 'hover', 'visible', 'idle', 'manual'];
