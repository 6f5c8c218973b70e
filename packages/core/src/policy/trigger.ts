/**
 * What made a warm worth considering:
 *
 * - `focus`: a person has put the cursor into the input. The clearest early sign that a question
 *   will come. On by default.
 * - `keystroke`: typing. Certain intent; the first is acted on at once, further ones at a pause.
 *   On by default.
 * - `hover`: a mouse rests on the input. Gains half a second or so, and more of it is idle; never
 *   by touch. Off by default.
 * - `visible`: the input has scrolled into view. For pages whose visitors nearly all ask. Off by
 *   default.
 * - `idle`: the page has loaded and has nothing to do. As `visible`, earlier and dearer. Off by
 *   default.
 * - `manual`: the app says so. Always counts.
 */
export type Trigger = 'focus' | 'keystroke' | 'hover' | 'visible' | 'idle' | 'manual';

/** The triggers that can be switched on and off by name. */
export const TRIGGERS: readonly Trigger[] = ['focus', 'keystroke', 'hover', 'visible', 'idle', 'manual'];
