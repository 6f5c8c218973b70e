import type { DraftBlock } from '../answer/draft.js';
import { toPieces } from '../answer/draft.js';
import { termsOf } from '../answer/terms.js';
import { PrefixHash } from '../cache/prefixHash.js';
import type { ModelSpec } from '../engine/models.js';
import type { MessagesBody, PromptBody } from './schema.js';
import type { Placed } from './walk.js';

const SIGNATURE = 'c2ltdWxhdG9y';

/** What a request's `thinking` comes to: what it says, else the model's default. */
export function thinkingOf(
  body: PromptBody,
  model: ModelSpec,
): { readonly type: string; readonly budget_tokens?: number } {
  if (body.thinking?.type === 'enabled') return { type: 'enabled', budget_tokens: body.thinking.budget_tokens };
  return { type: body.thinking?.type ?? (model.thinking === 'adaptive' ? 'adaptive' : 'disabled') };
}

/**
 * The thinking that stands before an answer, when the request asks for it in so many words; a model that is free to think (adaptive by
 * default) does not for the simulator's simple answers.
 */
export function thinkAbout(body: MessagesBody, model: ModelSpec, question: string): DraftBlock | undefined {
  if (body.thinking?.type !== 'enabled' && body.thinking?.type !== 'adaptive') return undefined;
  const names = termsOf(question).map(({ text }) => text);
  const thought = `The question is: ${question}\nI look for passages of the context that name ${names.join(', ') || 'nothing in particular'}.`;
  const shown = (body.thinking.display ?? (model.thinking === 'adaptive' ? 'omitted' : 'summarized')) === 'summarized';
  return { type: 'thinking', pieces: toPieces(thought), shown, signature: sign(shown ? thought : '') };
}

/** Finds a thinking block the simulator wrote and somebody changed; blocks signed elsewhere are taken as they come. */
export function findForged(placed: readonly Placed[]): Placed | undefined {
  return placed.find(
    ({ block }) =>
      block.type === 'thinking' &&
      'signature' in block &&
      typeof block.signature === 'string' &&
      block.signature.startsWith(SIGNATURE) &&
      block.signature !== sign(String(block.thinking)),
  );
}

/**
 * Drops the thinking of turns before the user last spoke, where the model forgets it (caching guide, "Caching with thinking blocks"): a tool's
 * result goes on with the turn, anything else begins a new one.
 */
export function forgetThinking(placed: Placed[], model: ModelSpec): Placed[] {
  if (model.keepsThinking !== false) return placed;
  const spoke = placed.findLastIndex(
    (item) => item.tier === 'messages' && item.role === 'user' && item.block.type !== 'tool_result',
  );
  return placed.filter(
    ({ block }, at) => at > spoke || (block.type !== 'thinking' && block.type !== 'redacted_thinking'),
  );
}

function sign(thought: string): string {
  return SIGNATURE + new PrefixHash().update(thought).digest();
}
