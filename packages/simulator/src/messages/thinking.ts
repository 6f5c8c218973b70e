import type { DraftBlock } from '../answer/draft.js';
import { toPieces } from '../answer/draft.js';
import { termsOf } from '../answer/terms.js';
import { PrefixHash } from '../cache/prefixHash.js';
import type { ModelSpec } from '../engine/models.js';
import type { MessagesBody, PromptBody } from './schema.js';
import type { Placed } from './walk.js';

const SIGNATURE = 'c2ltdWxhdG9y';

export function thinkingOf(
  body: PromptBody,
  model: ModelSpec,
): { readonly type: string; readonly budget_tokens?: number } {
  if (body.thinking?.type === 'enabled') return { type: 'enabled', budget_tokens: body.thinking.budget_tokens };
  return { type: body.thinking?.type ?? (model.thinking === 'adaptive' ? 'adaptive' : 'disabled') };
}

/** Adaptive models never think here: the answers are simple. */
export function thinkAbout(body: MessagesBody, model: ModelSpec, question: string): DraftBlock | undefined {
  if (body.thinking?.type !== 'enabled' && body.thinking?.type !== 'adaptive') return undefined;
  const names = termsOf(question).map(({ text }) => text);
  const thought = `The question is: ${question}\nI look for passages of the context that name ${names.join(', ') || 'nothing in particular'}.`;
  const shown = (body.thinking.display ?? (model.thinking === 'adaptive' ? 'omitted' : 'summarized')) === 'summarized';
  return { type: 'thinking', pieces: toPieces(thought), shown, signature: sign(shown ? thought : '') };
}

/** Only our own signatures can be checked. */
export function findForged(placed: readonly Placed[]): Placed | undefined {
  return placed.find((item) => {
    if (item.tier !== 'messages' || item.block.type !== 'thinking') return false;
    const { signature, thinking } = item.block;
    return signature.startsWith(SIGNATURE) && signature !== sign(thinking);
  });
}

/**
 * Drops thinking from before the user last spoke (caching guide, "Caching with thinking blocks"). A
 * tool's result continues a turn.
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
