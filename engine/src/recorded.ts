import type { Passed } from '@forewarm/testing';
import type { Sequence } from './sequence.js';

/** The same engine, and what it was given to read, as a wire would show it: each prompt as its whole text. */
export function recorded(sequence: Sequence): { sequence: Sequence; requests: readonly Passed[] } {
  const requests: Passed[] = [];
  let prompt = '';
  const { model } = sequence;
  return {
    requests,
    sequence: {
      get nextTokenIndex() {
        return sequence.nextTokenIndex;
      },
      model: {
        tokens: model.tokens,
        detokenize: (tokens) => model.detokenize(tokens),
        tokenize(text) {
          prompt += text;
          return model.tokenize(text);
        },
      },
      adaptStateToTokens(tokens) {
        requests.push({ method: 'READ', path: '', body: JSON.stringify({ prompt }), sent: 0, closed: false });
        prompt = '';
        return sequence.adaptStateToTokens(tokens);
      },
      evaluateWithoutGeneratingNewTokens: (tokens) => sequence.evaluateWithoutGeneratingNewTokens(tokens),
      evaluate: (tokens, options) => sequence.evaluate(tokens, options),
    },
  };
}
