// Answers begun before their questions are sent; in a subpath of its own, so that a page that
// begins none does not load it.
export { type Discard, SpeculativeAnswer } from './speculation/SpeculativeAnswer.js';
export { speculativeAnswers } from './speculation/speculativeAnswers.js';
export { recordTyping, type TypingTrace } from './speculation/recordTyping.js';
