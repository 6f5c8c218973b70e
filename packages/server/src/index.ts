export { createHandler, type Handler, type HandlerOptions } from './handler.js';
export type { Prefixes, PrefixResolver } from './prefixes.js';
