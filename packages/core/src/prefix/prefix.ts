import { ForewarmError, invalidOption } from '../base/errors.js';
import { frozenJson, type Json } from '../base/json.js';
import type { Turn } from '../base/turn.js';
import { isPrefix, markMade } from './madePrefix.js';
import { turnContent } from './parts.js';
import {
  type Block,
  isImage,
  isText,
  type Message,
  type PastTurn,
  type Prefix,
  type PrefixFields,
  type PrefixOptions,
} from './shape.js';
import { sha256 } from './sha256.js';
import { sizeOf } from './tokens.js';
import { ttlToMs } from './ttl.js';

export { isImage, isPrefix, isText };
export type * from './shape.js';

/** Makes a prefix; throws `invalid-option` for what no backend could render. */
export function definePrefix(init: PrefixOptions): Prefix {
  const where = 'definePrefix';
  if (typeof init.model !== 'string' || init.model.trim() === '') {
    throw invalidOption(where, 'model', init.model, "the model's name");
  }
  const ttl = init.ttl ?? '5m';
  ttlToMs(ttl, where);
  const settings = frozenJson(init.settings ?? {}, where, 'settings');
  const tools = frozenJson(init.tools ?? [], where, 'tools');
  tools.forEach((tool, index) => {
    if (!tool.name) throw invalidOption(where, `tools[${index}].name`, tool.name, "the tool's name");
  });
  const system = toBlocks(init.system ?? [], where, 'system');
  let hash = link('forewarm/1', { model: init.model, settings, ttl });
  hash = link(hash, { tools: tools as unknown as Json });
  hash = link(hash, { system: system as Json });
  const messages: Message[] = [];
  for (const [index, message] of (init.messages ?? []).entries()) {
    if (message.role !== 'user' && message.role !== 'assistant') {
      throw invalidOption(where, `messages[${index}].role`, message.role, "'user' or 'assistant'");
    }
    const content = toBlocks(message.content, where, `messages[${index}].content`);
    append(messages, message.role, content);
    hash = linkBlocks(hash, message.role, content);
  }
  const ends = [blockCount(messages)];
  return make({ model: init.model, settings, tools, system, messages, ttl, hash, base: hash, ends });
}

/** Adds turns as `askMessages` sent them, so that the backend finds what it has read. */
export function extendPrefix(prefix: Prefix, turns: readonly PastTurn[]): Prefix {
  const where = 'extendPrefix';
  assertPrefix(prefix, where);
  if (turns.length === 0) return prefix;
  const messages = [...prefix.messages];
  let hash = prefix.hash;
  const ends = [...prefix.ends];
  for (const [index, turn] of turns.entries()) {
    const path = `turns[${index}].`;
    const question = questionBlocks(turn, where, path);
    const answer = toBlocks(turn.answer, where, `${path}answer`);
    append(messages, 'user', question);
    append(messages, 'assistant', answer);
    hash = linkBlocks(linkBlocks(hash, 'user', question), 'assistant', answer);
    ends.push(blockCount(messages));
  }
  return make({ ...prefix, messages, hash, ends });
}

export function askMessages(prefix: Prefix, turn: Turn): readonly Message[] {
  const messages = [...prefix.messages];
  append(messages, 'user', questionBlocks(turn, 'ask', ''));
  return messages;
}

/**
 * Ends with a placeholder question, which is never cached, unless the prefix ends with the user's:
 * backends require one. With `always`, in every case.
 */
export function warmMessages(prefix: Prefix, { always = false } = {}): readonly Message[] {
  const endsWithUser = prefix.messages.at(-1)?.role === 'user';
  return endsWithUser && !always ? prefix.messages : askMessages(prefix, { question: '.' });
}

/** Throws unless `definePrefix` made the value: a copy could differ from what is warmed. */
export function assertPrefix(value: unknown, where: string): asserts value is Prefix {
  if (isPrefix(value)) return;
  const id = (value as { readonly id?: unknown } | null | undefined)?.id;
  if (typeof id !== 'string') throw invalidOption(where, 'prefix', value, 'made by definePrefix or extendPrefix');
  throw new ForewarmError(
    'invalid-option',
    `${where}: prefix is { id: ${JSON.stringify(id.slice(0, 60))} }, which only names a prefix; this adapter needs the prefix itself, made by definePrefix or extendPrefix. ` +
      'A name is for http() in the browser, whose server finds the prefix in createHandler({ prefixes }).',
  );
}

function make(fields: PrefixFields): Prefix {
  const prefix = Object.freeze({
    ...fields,
    messages: Object.freeze(fields.messages),
    ends: Object.freeze(fields.ends),
  }) as Prefix;
  markMade(prefix, { grow: extendPrefix, size: sizeOf });
  return prefix;
}

/** One role, one message: a question stays in its user message. */
function append(messages: Message[], role: Message['role'], content: readonly Block[]): void {
  const last = messages.at(-1);
  if (last?.role === role)
    messages[messages.length - 1] = Object.freeze({ role, content: Object.freeze([...last.content, ...content]) });
  else messages.push(Object.freeze({ role, content }));
}

function linkBlocks(hash: string, role: Message['role'], content: readonly Block[]): string {
  return content.reduce((chain, block) => link(chain, { role, block: block as Json }), hash);
}

/** Growing a prefix reads only the new turn. */
function link(hash: string, part: Json): string {
  return sha256(hash + JSON.stringify(part));
}

function blockCount(messages: readonly Message[]): number {
  return messages.reduce((count, message) => count + message.content.length, 0);
}

function questionBlocks(turn: Turn, where: string, path: string): readonly Block[] {
  return toBlocks(turnContent(turn, where, path), where, `${path}question`);
}

function toBlocks(content: string | readonly Block[], where: string, path: string): readonly Block[] {
  if (typeof content === 'string')
    content = content === '' && path === 'system' ? [] : [{ type: 'text', text: content }];
  if (!Array.isArray(content)) throw invalidOption(where, path, content, 'text or an array of blocks');
  for (const [index, block] of content.entries()) {
    if (typeof block?.type !== 'string')
      throw invalidOption(where, `${path}[${index}].type`, block?.type, "a block type such as 'text'");
    if (block.type === 'text' && (typeof block.text !== 'string' || block.text.trim() === '')) {
      throw new ForewarmError(
        'invalid-option',
        `${where}: ${path}[${index}].text is blank; a text block must have text, leave empty ones out.`,
      );
    }
  }
  return frozenJson(content, where, path);
}
