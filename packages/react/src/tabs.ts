export { sharedTabs, type SharedTabs } from './tabStore.js';
