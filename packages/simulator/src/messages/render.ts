import { PromptBuilder, TIERS, type Matching, type Prompt, type Tier } from '../cache/prompt.js';
import { TOKENS_PER_IMAGE } from '../cache/tokens.js';
import type { ContentBlock } from './blocks.js';
import { isWebTool } from './settings.js';
import type { Placed } from './walk.js';

export interface RenderedBlock {
  readonly item: Placed;
  /** In the hash, without tokens. */
  readonly kind: string;
  /** Opens a turn, with the role; empty within one. */
  readonly frame: string;
  readonly parts: readonly string[];
  /** Where text length would mislead. */
  readonly tokens?: number | undefined;
}

export function renderBlocks(placed: readonly Placed[]): RenderedBlock[] {
  let role: string | undefined;
  return placed.map((item) => {
    if (item.tier === 'tools') {
      // Web tools are a setting of the system prompt; this places a breakpoint.
      const isWeb = isWebTool(item.block);
      return { item, kind: isWeb ? '' : 'tool', frame: '', parts: isWeb ? [] : [withoutControl(item.block)] };
    }
    // The API joins a role's consecutive messages.
    const frame = item.tier === 'messages' && item.role !== role ? `\n\n${item.role}:` : '';
    if (item.tier === 'messages') role = item.role;
    const { parts, tokens } = contentOf(item.block);
    return { item, kind: item.block.type, frame, parts, tokens };
  });
}

/** Adds each setting at its tier. */
export function renderPrompt(
  modelId: string,
  placed: readonly Placed[],
  settings: Readonly<Record<Tier, string>>,
  matching?: Matching,
): Prompt {
  const builder = new PromptBuilder(modelId, matching);
  let entered = 0;
  for (const { item, kind, frame, parts, tokens } of renderBlocks(placed)) {
    for (; entered <= TIERS.indexOf(item.tier); entered++) builder.setting(settings[TIERS[entered] ?? 'messages']);
    if (kind) builder.setting(kind);
    builder.block(item.tier, item.path, frame ? [frame, ...parts] : parts, { ttl: item.ttl, tokens, run: runOf(item) });
  }
  return builder.finish();
}

// Calls, or results, in a row are one lookback position.
function runOf({ tier, block }: Placed): string | undefined {
  return tier !== 'tools' && (block.type === 'tool_use' || block.type === 'tool_result') ? block.type : undefined;
}

export const NO_SETTINGS: Readonly<Record<Tier, string>> = { tools: '', system: '', messages: '' };

interface Content {
  readonly parts: readonly string[];
  /** Where text length would mislead. */
  readonly tokens?: number | undefined;
}

// A PDF page costs as much as its image; 50,000 base64 characters are assumed.
const BASE64_PER_PAGE = 50_000;

function contentOf(block: ContentBlock): Content {
  switch (block.type) {
    case 'text':
      return { parts: block.citations?.length ? [block.text, JSON.stringify(block.citations)] : [block.text] };
    case 'image':
      return { parts: [JSON.stringify(block.source)], tokens: TOKENS_PER_IMAGE };
    case 'document': {
      const { source } = block;
      const about = [block.title ?? '', block.context ?? ''];
      if (source.type === 'text') return { parts: [...about, source.data] };
      if (source.type !== 'base64') return { parts: [...about, JSON.stringify(source)] };
      return {
        parts: [...about, source.data],
        tokens: Math.ceil(source.data.length / BASE64_PER_PAGE) * TOKENS_PER_IMAGE,
      };
    }
    case 'thinking':
      return { parts: [block.thinking, block.signature] };
    case 'redacted_thinking':
      return { parts: [block.data] };
    case 'tool_result':
      return resultContent(block);
    default:
      return { parts: [withoutControl(block)] };
  }
}

function resultContent(block: Extract<ContentBlock, { type: 'tool_result' }>): Content {
  const head = `${block.tool_use_id} ${block.is_error === true}`;
  const images = block.content.filter((inner) => inner.type === 'image').length;
  const parts = [head, ...block.content.map((inner) => (inner.type === 'text' ? inner.text : withoutControl(inner)))];
  if (images === 0) return { parts };
  const text = block.content.map((inner) => (inner.type === 'text' ? inner.text.length : 0)).reduce((a, b) => a + b, 0);
  return { parts, tokens: images * TOKENS_PER_IMAGE + Math.ceil(text / 4) };
}

function withoutControl(block: { readonly cache_control?: unknown }): string {
  const { cache_control: _, ...content } = block;
  return JSON.stringify(content);
}
