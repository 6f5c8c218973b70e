export { providerAdapter } from './backend/adapter.js';
export { boundedFetch } from './backend/boundedFetch.js';
export { type Failure, notAnAnswer, toBackendError } from './backend/errors.js';
export type { AnswerReader, Ended, Figures, Provider } from './backend/provider.js';
