import { PromptBuilder, type Prompt, type Tier } from '../cache/prompt.js';
import { TOKENS_PER_IMAGE } from '../cache/tokens.js';
import type { ModelSpec } from '../models/models.js';
import type { ContentBlock } from './blocks.js';
import type { PromptBody } from './schema.js';
import { promptSettings } from './settings.js';
import { isCacheable, placeBlocks, ttlOf, type ToolBlock } from './walk.js';

/** Renders a request as the cache sees it: every block hashed on top of those before it, settings mixed in at the tier they move. */
export function renderPrompt(body: PromptBody, model: ModelSpec): Prompt {
  const placed = placeBlocks(body);
  const settings = promptSettings(body, model, placed);
  const automatic = body.cache_control ? placed.findLast(isCacheable) : undefined;
  const builder = new PromptBuilder(model.id);
  let tier: Tier | undefined;
  let role: string | undefined;
  const enter = (next: Tier): void => {
    for (const each of TIERS.slice(tier ? TIERS.indexOf(tier) + 1 : 0, TIERS.indexOf(next) + 1))
      builder.setting(settings[each]);
    tier = next;
  };
  for (const item of placed) {
    if (item.tier !== tier) enter(item.tier);
    const ttl = item.ttl ?? (item === automatic ? ttlOf(body.cache_control) : undefined);
    builder.setting(item.tier === 'tools' ? 'tool' : item.block.type);
    // Consecutive messages of one role are one turn, as the API joins them.
    const frame = item.tier === 'messages' && item.role !== role ? [`\n\n${item.role}:`] : [];
    if (item.tier === 'messages') role = item.role;
    const { parts, tokens } =
      item.tier === 'tools' ? { parts: [toolText(item.block)], tokens: undefined } : contentOf(item.block);
    builder.block(item.tier, item.path, [...frame, ...parts], { ttl, ...(tokens !== undefined && { tokens }) });
  }
  return builder.finish();
}

const TIERS: readonly Tier[] = ['tools', 'system', 'messages'];

function toolText(tool: ToolBlock): string {
  const { cache_control: _, ...definition } = tool;
  return JSON.stringify(definition);
}

interface Content {
  readonly parts: readonly string[];
  /** Set where the estimate by text length would be wrong. */
  readonly tokens?: number;
}

// One page of a PDF is taken as 50,000 characters of base64 and costs what a picture of it does.
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
    default: {
      const { cache_control: _, ...content } = block;
      return { parts: [JSON.stringify(content)] };
    }
  }
}

function resultContent(block: Extract<ContentBlock, { type: 'tool_result' }>): Content {
  const head = `${block.tool_use_id} ${block.is_error === true}`;
  if (typeof block.content !== 'object') return { parts: [head, block.content ?? ''] };
  const images = block.content.filter((inner) => inner.type === 'image').length;
  const parts = [head, ...block.content.map((inner) => (inner.type === 'text' ? inner.text : withoutControl(inner)))];
  if (images === 0) return { parts };
  const text = block.content.map((inner) => (inner.type === 'text' ? inner.text.length : 0)).reduce((a, b) => a + b, 0);
  return { parts, tokens: images * TOKENS_PER_IMAGE + Math.ceil(text / 4) };
}

function withoutControl(block: { cache_control?: unknown }): string {
  const { cache_control: _, ...content } = block;
  return JSON.stringify(content);
}
