import {
  askMessages,
  type Block,
  isImage,
  isText,
  type Json,
  type JsonObject,
  type Message,
  type Prefix,
  type Turn,
  warmMessages,
} from '@forewarm/core';
import { dataUrl } from '../backend/dataUrl.js';

export function renderWarm(prefix: Prefix, maxTokens: number): JsonObject {
  return { ...render(prefix, warmMessages(prefix)), max_tokens: maxTokens };
}

/** Equals the warm up to the prefix's end. */
export function renderAsk(prefix: Prefix, turn: Turn, maxTokens: number | undefined): JsonObject {
  return {
    ...render(prefix, askMessages(prefix, turn)),
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    stream: true,
    stream_options: { include_usage: true },
  };
}

/** Fields that differ come last. */
function render(prefix: Prefix, messages: readonly Message[]): JsonObject {
  const tools = prefix.tools.map(({ name, description, inputSchema }) => ({
    type: 'function',
    function: { name, ...(description !== undefined && { description }), parameters: inputSchema },
  }));
  const system = prefix.system.length > 0 ? [{ role: 'system', content: content(prefix.system) }] : [];
  return {
    model: prefix.model,
    ...prefix.settings,
    ...(tools.length > 0 && { tools }),
    messages: [...system, ...messages.map((message) => ({ role: message.role, content: content(message.content) }))],
  };
}

/** Every engine's template takes one string, which a question extends. */
function content(blocks: Message['content']): Json {
  const texts = blocks.filter(isText);
  if (texts.length === blocks.length) return texts.map(({ text }) => text).join('\n\n');
  return joined(blocks).map((block) =>
    isImage(block) ? { type: 'image_url', image_url: { url: dataUrl(block) } } : (block as JsonObject),
  );
}

/** Joins neighbouring texts, as `content` does without images. */
function joined(blocks: Message['content']): readonly Block[] {
  return blocks.reduce<Block[]>((before, block) => {
    const last = before.at(-1);
    if (!last || !isText(last) || !isText(block)) return [...before, block];
    return [...before.slice(0, -1), { type: 'text', text: `${last.text}\n\n${block.text}` }];
  }, []);
}
