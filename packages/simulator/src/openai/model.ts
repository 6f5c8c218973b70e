import type { ModelSpec } from '../engine/models.js';
import type { Config } from '../engine/options.js';
import { ApiError } from '../http/apiError.js';
import { refuse } from './errors.js';
import { minTokensOf } from './render.js';

/** OpenAI's gpt-5 family. */
const DEFAULT_WINDOW = 400_000;

/** Takes any name unless `strictModels`. Throws the API's 404, or its 400 for a prompt too long. */
export function openAiModel({ models, strictModels, contextWindow }: Config, id: string, tokens: number): ModelSpec {
  const known = models.find((model) => model.id === id);
  if (strictModels && !known) {
    throw new ApiError('not_found_error', `The model \`${id}\` does not exist or you do not have access to it.`, {
      code: 'model_not_found',
    });
  }
  const window = contextWindow ?? known?.contextWindow ?? DEFAULT_WINDOW;
  if (tokens > window) {
    const message = 'Your input exceeds the context window of this model. Please adjust your input and try again.';
    throw refuse(message, 'input', 'context_length_exceeded');
  }
  return known ?? { id, minCacheTokens: minTokensOf(id), contextWindow: window, maxOutput: Infinity };
}
