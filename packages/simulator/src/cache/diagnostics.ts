import { type Prompt, type PromptBlock, type Tier, TIERS } from './prompt.js';

export interface Subject {
  /** Without model and settings, so that only content differs. */
  readonly content: Prompt;
  readonly model: string;
  /** Hash of `tool_choice`, `thinking`, beta headers and so on. */
  readonly settings: string;
}

export type MissReason =
  | {
      readonly type: 'model_changed' | 'tools_changed' | 'system_changed' | 'messages_changed';
      /** What an unchanged prompt would have read. */
      readonly cache_missed_input_tokens: number;
    }
  | { readonly type: 'previous_message_not_found' | 'unavailable' };

const MAX_BLOCKS = 200_000;

/**
 * Compares requests as in Anthropic's guide to cache diagnostics: keeps only those with a
 * `diagnostics` object, and compares hits too.
 */
export class Diagnostics {
  readonly #subjects = new Map<string, Subject>();
  #blocks = 0;

  remember(workspace: string, messageId: string, subject: Subject): void {
    this.#subjects.set(keyOf(workspace, messageId), subject);
    this.#blocks += subject.content.blocks.length;
    for (const [key, { content }] of this.#subjects) {
      if (this.#blocks <= MAX_BLOCKS || this.#subjects.size === 1) break;
      this.#subjects.delete(key);
      this.#blocks -= content.blocks.length;
    }
  }

  /** Null if the request extends the earlier one. */
  compare(workspace: string, previous: string, { content, model, settings }: Subject): MissReason | null {
    const before = this.#subjects.get(keyOf(workspace, previous));
    if (!before) return { type: 'previous_message_not_found' };
    const { blocks } = before.content;
    const whole = blocks.at(-1)?.tokens ?? 0;
    if (before.model !== model) return { type: 'model_changed', cache_missed_input_tokens: whole };
    const differs = blocks.findIndex(({ hash }, at) => hash !== content.blocks[at]?.hash);
    const common = differs < 0 ? blocks.length : differs;
    const missed = whole - (blocks[common - 1]?.tokens ?? 0);
    const changed = changedTier(blocks, content.blocks, common);
    if (changed === 'tools' || changed === 'system') {
      return { type: `${changed}_changed`, cache_missed_input_tokens: missed };
    }
    if (before.settings !== settings) return { type: 'unavailable' };
    return changed && { type: 'messages_changed', cache_missed_input_tokens: missed };
  }
}

function keyOf(workspace: string, messageId: string): string {
  return `${messageId} ${workspace}`;
}

// A prompt that is in the next tier already: the earlier one changed its length.
function changedTier(before: readonly PromptBlock[], after: readonly PromptBlock[], at: number): Tier | null {
  const tiers = [before[at]?.tier, after[at]?.tier];
  const first = TIERS.find((tier) => tiers.includes(tier)) ?? null;
  return first === 'messages' && at === before.length ? null : first;
}
