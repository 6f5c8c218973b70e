import type { JsonObject } from '../base/json.js';
import type { ImagePart, Turn } from '../base/turn.js';
import type { Ttl } from './ttl.js';

/** Text, an image, or another block in the backend's form (a document). */
export type Block = TextBlock | ImageBlock | (JsonObject & { readonly type: string });
export interface TextBlock {
  readonly type: 'text';
  readonly text: string;
}
/** Adapters write it in their backend's form. */
export type ImageBlock = Omit<ImagePart, 'name'>;
export interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: readonly Block[];
}
/** `inputSchema` is JSON Schema. */
export interface Tool {
  readonly name: string;
  readonly description?: string;
  readonly inputSchema: JsonObject;
}
export interface PastTurn extends Turn {
  readonly answer: string;
  /**
   * Proves that the server gave this answer; empty for a stopped one, which the server leaves out.
   */
  readonly signature?: string | undefined;
}

export interface PrefixOptions {
  /** The model's name at the backend; each model has its own cache. */
  model: string;
  /** Tools the model may call; first in the request. */
  tools?: readonly Tool[];
  /** The long part: instructions, and the text the questions are about. */
  system?: string | readonly Block[];
  /** Messages before every question. */
  messages?: readonly { role: 'user' | 'assistant'; content: string | readonly Block[] }[];
  /** The backend's fields that change its cache key: `thinking`, `tool_choice`, `temperature`, … */
  settings?: JsonObject;
  /** How long the backend keeps the entry. Default `'5m'`. */
  ttl?: Ttl;
}

export interface PrefixFields {
  readonly model: string;
  readonly settings: JsonObject;
  readonly tools: readonly Tool[];
  readonly system: readonly Block[];
  readonly messages: readonly Message[];
  readonly ttl: Ttl;
  /** 64 hex digits over model, settings, ttl, tools, system and messages, in order. */
  readonly hash: string;
  /** Hash of the prefix this one grew from, else its own; for routing. */
  readonly base: string;
  /** Ends of earlier prefixes, in message blocks: a backend may hold entries there. */
  readonly ends: readonly number[];
}

declare const madeByDefinePrefix: unique symbol;

/** What all questions share: frozen, hashed in render order. */
export interface Prefix extends PrefixFields {
  readonly [madeByDefinePrefix]: true;
}

export function isImage(block: Block): block is ImageBlock {
  return block.type === 'image' && 'mediaType' in block && 'data' in block;
}

export function isText(block: Block): block is TextBlock {
  return block.type === 'text';
}
