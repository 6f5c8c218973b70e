import type { Engine } from '../engine.js';
import { ApiError } from '../http/apiError.js';
import { refuse } from './parse.js';
import { minTokensOf } from './render.js';
import type { ModelSpec } from '../models/models.js';

/** Tokens of prompt a model takes at most unless the options say otherwise: those of OpenAI's gpt-5 family. */
const DEFAULT_WINDOW = 400_000;

/** What is known of a model by its name, any name but with `strictModels`; throws the API's 404 for another and its 400 for a prompt too long. */
export function openAiModel(engine: Engine, id: string, promptTokens: number): ModelSpec {
  const { models, strictModels, contextWindow } = engine.config;
  const known = models.find((model) => model.id === id);
  if (strictModels && !known) {
    throw new ApiError('not_found_error', `The model \`${id}\` does not exist or you do not have access to it.`, {
      code: 'model_not_found',
    });
  }
  const window = contextWindow ?? known?.contextWindow ?? DEFAULT_WINDOW;
  if (promptTokens > window) {
    throw refuse(
      'Your input exceeds the context window of this model. Please adjust your input and try again.',
      'input',
      'context_length_exceeded',
    );
  }
  return known ?? { id, minCacheTokens: minTokensOf(id), contextWindow: window, maxOutput: Infinity };
}
