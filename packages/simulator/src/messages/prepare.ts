import type { Prompt } from '../cache/prompt.js';
import type { Engine } from '../engine.js';
import { ApiError, invalid } from '../http/apiError.js';
import type { ApiVersion } from '../http/version.js';
import { findModel, type ModelSpec } from '../models/models.js';
import { renderPrompt } from './render.js';
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
  checkPrompt(body, all, version);
  const placed = forgetThinking(all, model);
  const prompt = renderPrompt(body, model.id, placed, promptSettings(body, model, placed));
  return { model, placed, prompt };
}

/** Throws the API's 400 for a prompt that is longer than the model's window. */
export function checkWindow({ prompt, model }: Prepared): void {
  if (prompt.tokens > model.contextWindow) {
    throw invalid(`prompt is too long: ${prompt.tokens} tokens > ${model.contextWindow} maximum`);
  }
}

function modelOf(engine: Pick<Engine, 'config'>, name: string): ModelSpec {
  const { models, strictModels, contextWindow } = engine.config;
  const model = findModel(models, name, strictModels);
  if (!model) throw new ApiError('not_found_error', `model: ${name}`);
  return contextWindow === undefined ? model : { ...model, contextWindow };
}
