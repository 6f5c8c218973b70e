/**
 * Counts by key: null if this call may pass, else milliseconds until one may. `thing` names what is
 * counted, if different things count.
 */
export type Counter = (key: string, thing: string, request?: object) => Promise<number | null>;
