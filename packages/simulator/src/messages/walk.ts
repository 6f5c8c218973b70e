import type { Ttl } from '../cache/prompt.js';
import { invalid } from '../http/apiError.js';
import type { CacheControl, ContentBlock } from './blocks.js';
import type { PromptBody } from './schema.js';

type ToolBlock = NonNullable<PromptBody['tools']>[number];

export type Placed = {
  readonly path: string;
  readonly ttl: Ttl | undefined;
} & (
  | { readonly tier: 'tools'; readonly block: ToolBlock }
  | { readonly tier: 'system'; readonly block: ContentBlock }
  | { readonly tier: 'messages'; readonly block: ContentBlock; readonly role: string }
);

/**
 * In render order: tools, system, messages. Throws the API's 400 if the automatic breakpoint meets
 * another lifetime.
 */
export function placeBlocks(body: PromptBody): Placed[] {
  const placed: Placed[] = [];
  // A deferred tool comes after a search finds it.
  body.tools?.forEach((block, n) => {
    if (!('defer_loading' in block && block.defer_loading === true)) {
      placed.push({ tier: 'tools', path: `tools.${n}`, ttl: ttlOf(block.cache_control), block });
    }
  });
  body.system.forEach((block, n) => {
    placed.push({ tier: 'system', path: `system.${n}`, ttl: breakpointOf(block), block });
  });
  body.messages.forEach((message, m) => {
    message.content.forEach((block, n) => {
      const path = `messages.${m}.content.${n}`;
      placed.push({ tier: 'messages', path, ttl: breakpointOf(block), block, role: message.role });
    });
  });
  return withAutomatic(placed, ttlOf(body.cache_control));
}

// On the last block that can have one.
function withAutomatic(placed: Placed[], ttl: Ttl | undefined): Placed[] {
  const at = ttl ? placed.findLastIndex(isCacheable) : -1;
  const target = placed[at];
  if (!target) return placed;
  if (target.ttl && target.ttl !== ttl) {
    throw invalid(
      `Top-level cache_control has ttl='${ttl}' but the target block already has cache_control with ttl='${target.ttl}'`,
    );
  }
  return placed.with(at, { ...target, ttl });
}

function isCacheable(placed: Placed): boolean {
  if (placed.tier === 'tools') return true;
  const { block } = placed;
  return block.type === 'text' ? block.text !== '' : block.type !== 'thinking' && block.type !== 'redacted_thinking';
}

function ttlOf(control: CacheControl): Ttl | undefined {
  return control ? (control.ttl ?? '5m') : undefined;
}

// Inside a tool result, it applies to the whole.
function breakpointOf(block: ContentBlock): Ttl | undefined {
  if (block.type === 'thinking' || block.type === 'redacted_thinking') return undefined;
  const own = ttlOf(block.cache_control);
  if (own || block.type !== 'tool_result') return own;
  return block.content.map((inner) => ttlOf(inner.cache_control)).findLast((ttl) => ttl !== undefined);
}
