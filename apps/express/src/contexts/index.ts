export { type Context, once } from './context.js';
export { contextPrefix } from './prefix.js';
export { reactDom } from './reactDom.js';
export { sqliteBtree, type SqliteOptions } from './sqliteBtree.js';
