import type { Tier } from '../cache/prompt.js';
import type { ModelSpec } from '../models/models.js';
import type { PromptBody } from './schema.js';
import type { Placed } from './walk.js';

/**
 * What besides the blocks moves the cache's key, by the first tier it moves (facts page, "What else moves the key"; the guide's table "What
 * invalidates the cache" for speed, citations and output format). A field left out equals its default.
 */
export function promptSettings(body: PromptBody, model: ModelSpec, placed: readonly Placed[]): Record<Tier, string> {
  const reasoning = JSON.stringify([body.thinking ?? { type: 'disabled' }, body.output_config?.effort ?? 'high']);
  const moved = model.reasoningMoves ?? 'messages';
  return {
    tools: moved === 'tools' ? reasoning : '',
    system: JSON.stringify([
      body.speed ?? 'standard',
      body.output_config?.format ?? null,
      placed.some(({ block }) => 'citations' in block && isEnabled(block.citations)),
    ]),
    messages: JSON.stringify([
      body.tool_choice ?? { type: 'auto' },
      placed.some(({ block }) => hasImage(block)),
      moved === 'messages' ? reasoning : '',
    ]),
  };
}

function isEnabled(citations: unknown): boolean {
  return typeof citations === 'object' && citations !== null && 'enabled' in citations && citations.enabled === true;
}

function hasImage(block: Placed['block']): boolean {
  if (block.type === 'image') return true;
  return (
    block.type === 'tool_result' &&
    Array.isArray(block.content) &&
    block.content.some((inner: { type: string }) => inner.type === 'image')
  );
}
