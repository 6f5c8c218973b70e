import type { Ttl } from '../cache/prompt.js';
import { invalid } from '../http/apiError.js';
import type { ModelSpec } from '../models/models.js';
import type { MessagesBody, PromptBody } from './schema.js';
import { isCacheable, placeBlocks, ttlOf, type Placed } from './walk.js';

const MAX_BREAKPOINTS = 4;

/** Checks what a schema cannot say of a prompt; throws the API's 400 for the first rule broken. */
export function checkPrompt(body: PromptBody): void {
  const placed = placeBlocks(body);
  checkMessages(body);
  checkText(placed);
  checkBreakpoints(body, placed);
}

/** Checks the settings of a request for an answer, the prompt aside; throws the API's 400 for the first rule broken. */
export function checkSettings(body: MessagesBody, model: ModelSpec): void {
  if (body.max_tokens > model.maxOutput) {
    throw invalid(
      `max_tokens: ${body.max_tokens} > ${model.maxOutput}, which is the maximum allowed number of output tokens for ${model.id}`,
    );
  }
  if (body.max_tokens === 0) checkWarm(body);
  else if (body.thinking?.type === 'enabled' && body.thinking.budget_tokens >= body.max_tokens) {
    throw invalid(
      '`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking#max-tokens-and-context-window-size',
    );
  }
  const forced = body.tool_choice?.type === 'any' || body.tool_choice?.type === 'tool';
  if (body.thinking?.type === 'enabled' && forced)
    throw invalid('Thinking may not be enabled when tool_choice forces tool use.');
  if (body.tool_choice && !body.tools?.length)
    throw invalid('tool_choice may only be specified while providing tools.');
}

// Facts page, "Pre-warm is refused with". The API's wording is not documented; the kind of error and the field named are.
function checkWarm(body: MessagesBody): void {
  const refuse = (what: string): never => {
    throw invalid(`max_tokens: 0 is not supported with ${what}`);
  };
  if (body.stream) refuse('`stream: true`');
  if (body.thinking?.type === 'enabled') refuse('`thinking.type: "enabled"`');
  if (body.output_config?.format) refuse('`output_config.format`');
  if (body.tool_choice?.type === 'tool' || body.tool_choice?.type === 'any')
    refuse(`\`tool_choice.type: "${body.tool_choice.type}"\``);
}

function checkMessages({ messages }: PromptBody): void {
  if (messages.length === 0) throw invalid('messages: at least one message is required');
  if (messages[0]?.role === 'assistant') throw invalid('messages: first message must use the "user" role');
  messages.forEach(({ role, content }, n) => {
    if (content.length > 0) return;
    if (role === 'assistant' && n === messages.length - 1) return;
    throw invalid(
      role === 'user'
        ? `messages.${n}: user messages must have non-empty content`
        : `messages.${n}: all messages must have non-empty content except for the optional final assistant message`,
    );
  });
}

function checkText(placed: readonly Placed[]): void {
  for (const { tier, path, block, ttl } of placed) {
    if (tier === 'tools' || block.type !== 'text') continue;
    if (block.text === '' && ttl) throw invalid(`${path}.text: cache_control cannot be set for empty text blocks`);
    if (block.text === '') throw invalid(`${tier}: text content blocks must be non-empty`);
    if (tier === 'messages' && block.text.trim() === '')
      throw invalid('messages: text content blocks must contain non-whitespace text');
  }
}

function checkBreakpoints(body: PromptBody, placed: readonly Placed[]): void {
  const automatic = ttlOf(body.cache_control);
  const target = automatic && placed.findLast(isCacheable);
  if (target && target.ttl && target.ttl !== automatic) {
    throw invalid(
      `Top-level cache_control has ttl='${automatic}' but the target block already has cache_control with ttl='${target.ttl}'`,
    );
  }
  const explicit = placed.filter((item) => item.ttl);
  const count = explicit.length + (target && !target.ttl ? 1 : 0);
  if (count > MAX_BREAKPOINTS)
    throw invalid(`A maximum of ${MAX_BREAKPOINTS} blocks with cache_control may be provided. Found ${count}.`);

  let before: Ttl = '1h';
  for (const item of placed) {
    const ttl = item.ttl ?? (item === target ? automatic : undefined);
    if (ttl === '1h' && before === '5m') {
      throw invalid(
        `${item.path}.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are processed in the following order: \`tools\`, \`system\`, \`messages\`.`,
      );
    }
    before = ttl ?? before;
  }
}
