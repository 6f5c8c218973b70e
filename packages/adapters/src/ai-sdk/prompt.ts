import type { ThreadMessage } from './thread.js';
import type { ToolParts } from './tools.js';

/** What stands behind a prefix in `promptOf`. */
export interface PromptOptions<Message extends ThreadMessage> {
  /**
   * The chat so far, the question last, as `convertToModelMessages` gives it. Not the prefix's own
   * messages.
   */
  readonly messages: readonly Message[];
  /**
   * What your route does about the prefix's tools, by name: `{ search: { execute } }`. What the
   * model reads of them stays the prefix's. Default none.
   */
  readonly tools?: ToolParts | undefined;
}

/**
 * Options for `streamText` and `generateText`, to be spread. `system` and the settings of the
 * prefix are among them: setting them beside it makes another prefix, which no warm has read.
 */
export interface AiSdkPrompt<Model, Message> {
  readonly model: Model;
  /** The prefix's system blocks and messages, then the chat's. */
  readonly messages: Message[];
  /** The system messages are the prefix's own. */
  readonly allowSystemInMessages: true;
  // `never` fits the types of every version of the SDK.
  readonly providerOptions: Record<string, never>;
  readonly tools?: Record<string, never>;
  readonly toolChoice?: 'auto' | 'none' | 'required' | { type: 'tool'; toolName: string };
  readonly maxOutputTokens?: number;
}
