export type { AnswerReader, Ended } from './backend/answer.js';
export { boundedFetch } from './backend/boundedFetch.js';
export { type Failure, notAnAnswer, toBackendError } from './backend/errors.js';
export { type Figures, type Provider, providerAdapter } from './backend/provider.js';
