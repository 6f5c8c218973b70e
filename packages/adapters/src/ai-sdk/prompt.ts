import type { ThreadMessage } from './thread.js';
import type { ToolParts } from './tools.js';

/** The messages and tools for `promptOf`. */
export interface PromptOptions<Message extends ThreadMessage> {
  /** The chat, question last, from `convertToModelMessages`; without the prefix's messages. */
  readonly messages: readonly Message[];
  /**
   * What your route adds to the prefix's tools: `{ search: { execute } }`. The model reads the
   * prefix's descriptions. Default none.
   */
  readonly tools?: ToolParts | undefined;
}

/**
 * Options to spread into `streamText` or `generateText`. They include `system` and settings;
 * changing those makes another prefix, which isn't warmed.
 */
export interface AiSdkPrompt<Model, Message> {
  readonly model: Model;
  /** The prefix's system blocks and messages, then the chat's. */
  readonly messages: Message[];
  /** The prefix's system blocks are messages here. */
  readonly allowSystemInMessages: true;
  // `never` is assignable in every SDK version.
  readonly providerOptions: Record<string, never>;
  readonly tools?: Record<string, never>;
  readonly toolChoice?: 'auto' | 'none' | 'required' | { type: 'tool'; toolName: string };
  readonly maxOutputTokens?: number;
}
