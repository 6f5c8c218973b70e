export { queryStore } from './queryStore.js';
