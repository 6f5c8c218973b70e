import { invalid } from '../../http/apiError.js';
import type { ApiVersion } from '../version.js';
import type { PromptBody } from '../schema.js';
import { findForged } from '../thinking.js';
import type { Placed } from '../walk.js';
import { checkBreakpoints } from './breakpoints.js';
import { checkTools } from './tools.js';

/** What a schema can't express; throws the API's 400. */
export function checkPrompt(body: PromptBody, placed: readonly Placed[], version: ApiVersion): void {
  checkMessages(body);
  if (version === '2026-10-21') checkRemoved(placed);
  checkText(placed);
  checkTools(body);
  checkBreakpoints(placed);
  const forged = findForged(placed);
  if (forged) throw invalid(`${forged.path}: Invalid \`signature\` in \`thinking\` block`);
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

// Versioning page for 2026-10-21. The wording is ours.
function checkRemoved(placed: readonly Placed[]): void {
  for (const item of placed) {
    if (item.tier !== 'messages') continue;
    const { block, path, role } = item;
    if (role === 'assistant' && block.type === 'document')
      throw invalid(`${path}: document blocks are not permitted in assistant messages`);
    const texts = block.type === 'search_result' ? block.content : block.type === 'text' ? [block] : [];
    if (role === 'user' && texts.some((text) => text.citations?.length)) {
      throw invalid(`${path}.${block.type}.citations: citations are not permitted in user messages`);
    }
  }
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
