import { invalid } from '../../http/apiError.js';
import type { ModelSpec } from '../../engine/models.js';
import type { MessagesBody } from '../schema.js';
import { thinkingOf } from '../thinking.js';

/** Throws the API's 400. */
export function checkSettings(body: MessagesBody, model: ModelSpec): void {
  if (body.max_tokens > model.maxOutput) {
    throw invalid(
      `max_tokens: ${body.max_tokens} > ${model.maxOutput}, which is the maximum allowed number of output tokens for ${model.id}`,
    );
  }
  if (body.max_tokens === 0) checkWarm(body);
  checkThinking(body, model);
  checkSampling(body, model);
  if (model.prefill === false && body.messages.at(-1)?.role === 'assistant') {
    throw invalid(
      'This model does not support assistant message prefill. The conversation must end with a user message.',
    );
  }
}

// Facts page, "Pre-warm is refused with". The wording is ours.
function checkWarm(body: MessagesBody): void {
  const choice = body.tool_choice?.type;
  const refused = [
    body.stream === true && '`stream: true`',
    body.thinking?.type === 'enabled' && '`thinking.type: "enabled"`',
    body.output_config?.format && '`output_config.format`',
    (choice === 'tool' || choice === 'any') && `\`tool_choice.type: "${choice}"\``,
  ].find((what) => typeof what === 'string');
  if (refused) throw invalid(`max_tokens: 0 is not supported with ${refused}`);
}

function checkThinking(body: MessagesBody, model: ModelSpec): void {
  const { thinking, tool_choice: choice } = body;
  if (thinking?.type === 'adaptive' && model.thinking === 'manual') {
    throw invalid('adaptive thinking is not supported on this model');
  }
  if (thinking?.type !== 'enabled') return;
  if (model.thinking === 'adaptive') {
    throw invalid(
      '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.',
    );
  }
  if (thinking.budget_tokens >= body.max_tokens)
    throw invalid('`max_tokens` must be greater than `thinking.budget_tokens`.');
  if (choice?.type === 'any' || choice?.type === 'tool')
    throw invalid('Thinking may not be enabled when tool_choice forces tool use.');
}

const SAMPLING_DEFAULTS = { temperature: 1, top_p: 1, top_k: 0 } as const;

function checkSampling(body: MessagesBody, model: ModelSpec): void {
  for (const [name, standard] of Object.entries(SAMPLING_DEFAULTS)) {
    const value = body[name as keyof typeof SAMPLING_DEFAULTS];
    if (model.sampling === false && value !== undefined && value !== standard)
      throw invalid(`\`${name}\` is deprecated for this model.`);
  }
  const thinks = thinkingOf(body, model).type !== 'disabled';
  if (thinks && body.temperature !== undefined && body.temperature !== 1) {
    throw invalid('`temperature` may only be set to 1 when thinking is enabled.');
  }
}
