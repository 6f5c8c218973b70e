// Apart, so that only pages with speculative answers load them.
export { type Discard, SpeculativeAnswer } from './speculation/SpeculativeAnswer.js';
export { speculativeAnswers } from './speculation/speculativeAnswers.js';
export { recordTyping, type TypingTrace } from './speculation/recordTyping.js';
