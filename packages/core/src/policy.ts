// What the client decides, without a client: for pictures, benches and tests.
export { learn, NO_LATENCIES } from './adapter/estimate.js';
export { expenseOf, overBudget } from './policy/budget.js';
export { decideJoin } from './policy/join.js';
export { COLD, decide, type PrefixState, settle } from './policy/policy.js';
export { freshUntil, isFresh, type Warmth } from './policy/warmth.js';
export {
  answerBegun,
  budgetRefilled,
  decideSpeculation,
  speculationBudget,
  type SpeculationRule,
  weigh,
} from './policy/decideSpeculation.js';
export { type DraftSigns, edited, NO_SIGNS, questionSent } from './policy/draftSigns.js';
export { SPECULATION_RULE } from './policy/speculationRule.js';
