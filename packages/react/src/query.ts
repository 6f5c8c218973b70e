export { QUERY_SCOPE, queryStore } from './queryStore.js';
