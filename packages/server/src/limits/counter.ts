/**
 * Counts by key: null where this one may pass, else the milliseconds until another may. Where it
 * counts different things, `thing` says which this one is.
 */
export type Counter = (key: string, thing: string, request?: object) => Promise<number | null>;
