import type { ThreadMessage } from './thread.js';
import type { ToolParts } from './tools.js';

/** The messages and tools for `promptOf`. */
export interface PromptOptions<Message extends ThreadMessage> {
  /**
   * The chat so far, question last, from `convertToModelMessages`; without the prefix's own
   * messages.
   */
  readonly messages: readonly Message[];
  /**
   * What your route adds to the prefix's tools, by name: `{ search: { execute } }`. The model still
   * reads the prefix's descriptions. Default none.
   */
  readonly tools?: ToolParts | undefined;
}

/**
 * Options to spread into `streamText` or `generateText`. They include the prefix's `system` and
 * settings; setting those again makes a different prefix, which was not warmed.
 */
export interface AiSdkPrompt<Model, Message> {
  readonly model: Model;
  /** The prefix's system blocks and messages, then the chat's messages. */
  readonly messages: Message[];
  /** Set because the prefix's system blocks are messages here. */
  readonly allowSystemInMessages: true;
  // `never` is assignable in every SDK version.
  readonly providerOptions: Record<string, never>;
  readonly tools?: Record<string, never>;
  readonly toolChoice?: 'auto' | 'none' | 'required' | { type: 'tool'; toolName: string };
  readonly maxOutputTokens?: number;
}
