// Speculative answers, apart so that only pages with them load them.
export { type Discard, SpeculativeAnswer } from './speculation/SpeculativeAnswer.js';
export { speculativeAnswers } from './speculation/speculativeAnswers.js';
export { recordTyping, type TypingTrace } from './speculation/recordTyping.js';
