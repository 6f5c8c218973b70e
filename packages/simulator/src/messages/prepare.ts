import type { Prompt } from '../cache/prompt.js';
import { findModel, spec, type ModelSpec } from '../engine/models.js';
import type { Config } from '../engine/options.js';
import { ApiError, invalid } from '../http/apiError.js';
import { NO_SETTINGS, renderPrompt } from './render.js';
import { checkPrompt } from './rules/prompt.js';
import type { PromptBody } from './schema.js';
import { promptSettings } from './settings.js';
import { forgetThinking } from './thinking.js';
import type { ApiVersion } from './version.js';
import { placeBlocks, type Placed } from './walk.js';

export interface Prepared<Body extends PromptBody = PromptBody> {
  readonly body: Body;
  readonly model: ModelSpec;
  /** Without thinking that the model forgets. */
  readonly placed: readonly Placed[];
  readonly prompt: Prompt;
}

/** Throws the API's 400 or 404. */
export function prepare<Body extends PromptBody>(config: Config, body: Body, version: ApiVersion): Prepared<Body> {
  const model = modelOf(config, body.model);
  if (config.engine === 'llama.cpp') {
    const placed = placeBlocks({ ...body, cache_control: null });
    return { body, model, placed, prompt: renderPrompt(model.id, placed, NO_SETTINGS, STEPPED) };
  }
  const all = placeBlocks(body);
  checkPrompt(body, all, version);
  const placed = forgetThinking(all, model);
  const prompt = renderPrompt(model.id, placed, promptSettings(body, model, placed));
  return { body, model, placed, prompt };
}

// llama.cpp reuses single tokens; 16 needs far less memory.
const STEP_TOKENS = 16;
const STEPPED = { stepTokens: STEP_TOKENS, ttl: 'lru' } as const;

/** Throws the API's 400. */
export function checkWindow({ prompt, model }: Prepared): void {
  if (prompt.tokens > model.contextWindow) {
    throw invalid(`prompt is too long: ${prompt.tokens} tokens > ${model.contextWindow} maximum`);
  }
}

function modelOf({ engine, models, strictModels, contextWindow }: Config, name: string): ModelSpec {
  const model = engine === 'claude' ? findModel(models, name, strictModels) : spec(name, STEP_TOKENS);
  if (!model) throw new ApiError('not_found_error', `model: ${name}`);
  return contextWindow === undefined ? model : { ...model, contextWindow };
}
