import type { JsonObject } from '../base/json.js';
import type { ImagePart, Turn } from '../base/turn.js';
import type { Ttl } from './ttl.js';

/**
 * A piece of content: text, an image, or what else a backend accepts, in that backend's own form (a
 * document).
 */
export type Block = TextBlock | ImageBlock | (JsonObject & { readonly type: string });
/** Plain text. */
export interface TextBlock {
  readonly type: 'text';
  readonly text: string;
}
/** An image; each adapter writes it in its backend's own form. */
export type ImageBlock = Omit<ImagePart, 'name'>;
/** One message of the conversation so far. */
export interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: readonly Block[];
}
/** A tool the model may call; `inputSchema` is JSON Schema. */
export interface Tool {
  readonly name: string;
  readonly description?: string;
  readonly inputSchema: JsonObject;
}
/** A question that was asked and the answer it got. */
export interface PastTurn extends Turn {
  readonly answer: string;
  /**
   * Proves to a server that signs turns that it gave this answer; empty where the answer was
   * stopped, which such a server then leaves out.
   */
  readonly signature?: string | undefined;
}

/** What a prefix is made from. */
export interface PrefixOptions {
  /** The model's name as the backend knows it. Another model is another cache. */
  model: string;
  /** Tools the model may call; they stand first in the request. */
  tools?: readonly Tool[];
  /** The long part as a rule: instructions and the text that questions are about. */
  system?: string | readonly Block[];
  /** Messages that stand before every question. */
  messages?: readonly { role: 'user' | 'assistant'; content: string | readonly Block[] }[];
  /**
   * Request fields, in the backend's own names, that its cache key depends on: `thinking`,
   * `tool_choice`, `temperature`, …
   */
  settings?: JsonObject;
  /** How long the backend shall keep the entry. Default `'5m'`. */
  ttl?: Ttl;
}

/** What a prefix holds. */
export interface PrefixFields {
  readonly model: string;
  readonly settings: JsonObject;
  readonly tools: readonly Tool[];
  readonly system: readonly Block[];
  readonly messages: readonly Message[];
  readonly ttl: Ttl;
  /** 64 hex digits over model, settings, ttl, tools, system and messages, in that order. */
  readonly hash: string;
  /**
   * Hash of the prefix this one has grown from, its own where it has not: the same for every
   * conversation on it, to route by.
   */
  readonly base: string;
  /**
   * Where earlier prefixes of this one ended, as numbers of message blocks: the places where a
   * backend may hold an entry already.
   */
  readonly ends: readonly number[];
}

declare const madeByDefinePrefix: unique symbol;

/**
 * The part of a prompt that is the same for every question: frozen, hashed in render order, and
 * made by `definePrefix` alone.
 */
export interface Prefix extends PrefixFields {
  readonly [madeByDefinePrefix]: true;
}

/** Whether a block is an image in the kit's form, as an attachment is. */
export function isImage(block: Block): block is ImageBlock {
  return block.type === 'image' && 'mediaType' in block && 'data' in block;
}

/** Whether a block is plain text. */
export function isText(block: Block): block is TextBlock {
  return block.type === 'text';
}
