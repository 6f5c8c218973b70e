import type { Tier } from '../cache/prompt.js';
import type { ModelSpec } from '../engine/models.js';
import type { ContentBlock } from './blocks.js';
import type { PromptBody } from './schema.js';
import { thinkingOf } from './thinking.js';
import type { Placed } from './walk.js';

/**
 * Settings by the first tier whose key they move (facts page, "What else moves the key"; caching
 * guide, "What invalidates the cache"). A missing field equals its default.
 */
export function promptSettings(body: PromptBody, model: ModelSpec, placed: readonly Placed[]): Record<Tier, string> {
  const reasoning = JSON.stringify([thinkingOf(body, model), body.output_config?.effort ?? 'high']);
  const moved = model.reasoningMoves ?? 'messages';
  return {
    tools: moved === 'tools' ? reasoning : '',
    system: JSON.stringify([
      body.speed ?? 'standard',
      body.output_config?.format ?? null,
      placed.some(({ tier, block }) => tier !== 'tools' && isCited(block)),
      placed.flatMap(({ tier, block }) =>
        tier === 'tools' && isWebTool(block) ? [JSON.stringify({ ...block, cache_control: null })] : [],
      ),
    ]),
    messages: JSON.stringify([
      body.tool_choice ?? { type: 'auto' },
      placed.some(({ tier, block }) => tier !== 'tools' && hasImage(block)),
      moved === 'messages' ? reasoning : '',
    ]),
  };
}

/** These are part of the system prompt. */
export function isWebTool(block: { readonly type?: string | null | undefined }): boolean {
  return /^web_(search|fetch)_\d{8}$/.test(block.type ?? '');
}

function isCited(block: ContentBlock): boolean {
  return (block.type === 'document' || block.type === 'search_result') && block.citations?.enabled === true;
}

function hasImage(block: ContentBlock): boolean {
  if (block.type === 'image') return true;
  return block.type === 'tool_result' && block.content.some((inner) => inner.type === 'image');
}
