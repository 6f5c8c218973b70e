import {
  askMessages,
  isText,
  type Json,
  type JsonObject,
  type Message,
  type Prefix,
  type Turn,
  warmMessages,
} from '@forewarm/core';

export function renderWarm(prefix: Prefix, maxTokens: number): JsonObject {
  return { ...render(prefix, warmMessages(prefix)), max_tokens: maxTokens };
}

/** Identical to the warm up to the end of the prefix, then the question. */
export function renderAsk(prefix: Prefix, turn: Turn, maxTokens: number | undefined): JsonObject {
  return {
    ...render(prefix, askMessages(prefix, turn.question)),
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    stream: true,
    stream_options: { include_usage: true },
  };
}

/** Puts fields that differ last. */
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

/** Every engine's template takes one string, which a question only extends. */
function content(blocks: Message['content']): Json {
  const texts = blocks.filter(isText);
  if (texts.length === blocks.length) return texts.map(({ text }) => text).join('\n\n');
  return blocks.map((block) => block as JsonObject);
}
