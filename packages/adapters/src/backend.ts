export { type Answering, type AnswerReader, type Ended, streamAnswer } from './backend/answer.js';
export { boundedFetch } from './backend/boundedFetch.js';
export { type Failure, notAnAnswer, toBackendError } from './backend/errors.js';
export { descend, type Ladder } from './backend/ladder.js';
