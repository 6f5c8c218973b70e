import type { Tier } from '../cache/prompt.js';
import type { ModelSpec } from '../engine/models.js';
import type { ContentBlock } from './blocks.js';
import type { PromptBody } from './schema.js';
import { thinkingOf } from './thinking.js';
import type { Placed } from './walk.js';

/**
 * Settings that change the cache key, by the first tier they change (facts page, "What else moves
 * the key"; for speed, citations and output format the guide's table "What invalidates the cache").
 * A missing field equals its default.
 */
export function promptSettings(body: PromptBody, model: ModelSpec, placed: readonly Placed[]): Record<Tier, string> {
  const reasoning = JSON.stringify([thinkingOf(body, model), body.output_config?.effort ?? 'high']);
  const moved = model.reasoningMoves ?? 'messages';
  return {
    tools: moved === 'tools' ? reasoning : '',
    system: JSON.stringify([
      body.speed ?? 'standard',
      body.output_config?.format ?? null,
      placed.some(({ block }) => 'citations' in block && isEnabled(block.citations)),
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

/** Web search and fetch are part of the system prompt. */
export function isWebTool(block: { readonly type?: string | null | undefined }): boolean {
  return /^web_(search|fetch)_\d{8}$/.test(block.type ?? '');
}

function isEnabled(citations: unknown): boolean {
  return typeof citations === 'object' && citations !== null && 'enabled' in citations && citations.enabled === true;
}

function hasImage(block: ContentBlock): boolean {
  if (block.type === 'image') return true;
  return block.type === 'tool_result' && block.content.some((inner) => inner.type === 'image');
}
