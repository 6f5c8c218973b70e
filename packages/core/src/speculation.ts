// Answers begun before their questions are sent; in a subpath of its own, so that a page that begins none does not load it.
export { speculativeAnswers, type SpeculativeAnswersOptions } from './speculation/speculativeAnswers.js';
