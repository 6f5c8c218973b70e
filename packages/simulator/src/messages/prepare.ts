import type { Prompt } from '../cache/prompt.js';
import type { Engine } from '../engine.js';
import { ApiError, invalid } from '../http/apiError.js';
import type { ApiVersion } from '../http/version.js';
import { anyModel, findModel, type ModelSpec } from '../models/models.js';
import { NO_SETTINGS, renderPrompt } from './render.js';
import { checkPrompt } from './rules/prompt.js';
import type { PromptBody } from './schema.js';
import { promptSettings } from './settings.js';
import { forgetThinking } from './thinking.js';
import { placeBlocks, type Placed } from './walk.js';

/** A request's prompt, checked and rendered. */
export interface Prepared {
  readonly model: ModelSpec;
  /** Its blocks in render order, without the thinking the model forgets. */
  readonly placed: readonly Placed[];
  readonly prompt: Prompt;
}

/** Checks and renders the prompt of a request; throws the API's 400 for a bad one and its 404 for a model that does not exist. */
export function prepare(engine: Pick<Engine, 'config'>, body: PromptBody, version: ApiVersion): Prepared {
  const model = modelOf(engine, body.model);
  const all = placeBlocks(body);
  if (engine.config.engine === 'llama.cpp') {
    return { model, placed: all, prompt: renderPrompt(body, model.id, all, NO_SETTINGS, STEPPED) };
  }
  checkPrompt(body, all, version);
  const placed = forgetThinking(all, model);
  const prompt = renderPrompt(body, model.id, placed, promptSettings(body, model, placed));
  return { model, placed, prompt };
}

// llama.cpp reuses whatever is the same, token by token; steps of 16 come close enough and cost a hundredth of the memory.
const STEP_TOKENS = 16;
const STEPPED = { stepTokens: STEP_TOKENS, ttl: 'lru' } as const;

/** Throws the API's 400 for a prompt that is longer than the model's window. */
export function checkWindow({ prompt, model }: Prepared): void {
  if (prompt.tokens > model.contextWindow) {
    throw invalid(`prompt is too long: ${prompt.tokens} tokens > ${model.contextWindow} maximum`);
  }
}

function modelOf({ config }: Pick<Engine, 'config'>, name: string): ModelSpec {
  const { models, strictModels, contextWindow } = config;
  const model =
    config.engine === 'claude'
      ? findModel(models, name, strictModels)
      : { ...anyModel(name), minCacheTokens: STEP_TOKENS };
  if (!model) throw new ApiError('not_found_error', `model: ${name}`);
  return contextWindow === undefined ? model : { ...model, contextWindow };
}
