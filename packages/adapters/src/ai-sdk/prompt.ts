import type { ThreadMessage } from './thread.js';
import type { ToolParts } from './tools.js';

/** What `promptOf` adds. */
export interface PromptOptions<Message extends ThreadMessage> {
  /** The chat, from `convertToModelMessages`, without the prefix's messages. */
  readonly messages: readonly Message[];
  /** Your route's part of the prefix's tools: `{ search: { execute } }`. Default: none. */
  readonly tools?: ToolParts | undefined;
}

/**
 * Options to spread into `streamText` or `generateText`. Another `system` or setting is another
 * prefix, which isn't warm.
 */
export interface AiSdkPrompt<Model, Message> {
  readonly model: Model;
  /** The prefix's, then the chat's. */
  readonly messages: Message[];
  /** Because the prefix's system blocks are messages. */
  readonly allowSystemInMessages: true;
  // `never` fits every SDK version.
  readonly providerOptions: Record<string, never>;
  readonly tools?: Record<string, never>;
  readonly toolChoice?: 'auto' | 'none' | 'required' | { type: 'tool'; toolName: string };
  readonly maxOutputTokens?: number;
}
