import { PrefixHash } from '../cache/prefixHash.js';
import type { Prompt, Tier } from '../cache/prompt.js';

/** A request as it is compared: its prompt by content alone, and the settings that move the cache's key. */
export interface Subject {
  /** Rendered without model and settings, so that what differs is content. */
  readonly content: Prompt;
  readonly model: string;
  /** `tool_choice`, `thinking`, `output_config`, beta headers: whatever else affects the prompt, as text. */
  readonly settings: string;
}

/** What is remembered of a request that opted in: hashes and counts. */
interface Fingerprint {
  readonly model: string;
  readonly settings: string;
  readonly hashes: readonly string[];
  readonly tokens: readonly number[];
  readonly tiers: readonly Tier[];
}

/** Why a prompt could not reuse that of an earlier request, as `diagnostics.cache_miss_reason` says it. */
export type MissReason =
  | {
      readonly type: 'model_changed' | 'tools_changed' | 'system_changed' | 'messages_changed';
      /** Tokens that would have been read, had nothing changed. */
      readonly cache_missed_input_tokens: number;
    }
  | { readonly type: 'previous_message_not_found' | 'unavailable' };

/** Blocks remembered in all; the oldest request is forgotten first. */
const MAX_BLOCKS = 200_000;

/**
 * Compares the prompts of requests that ask for it, by message id within a workspace (Anthropic's guide to cache diagnostics: nothing is kept of
 * a request without the `diagnostics` object, and the comparison is of requests, whether or not the cache was hit).
 */
export class Diagnostics {
  private readonly prints = new Map<string, Fingerprint>();
  private blocks = 0;

  /** Remembers a request under the id of the message it is answered with. */
  remember(workspace: string, messageId: string, { content, model, settings }: Subject): void {
    const { blocks } = content;
    this.prints.set(keyOf(workspace, messageId), {
      model,
      settings: new PrefixHash().update(settings).digest(),
      hashes: blocks.map(({ hash }) => hash),
      tokens: blocks.map(({ tokens }) => tokens),
      tiers: blocks.map(({ tier }) => tier),
    });
    this.blocks += blocks.length;
    for (const [key, print] of this.prints) {
      if (this.blocks <= MAX_BLOCKS || this.prints.size === 1) break;
      this.prints.delete(key);
      this.blocks -= print.hashes.length;
    }
  }

  /** Says what keeps a request from extending the earlier one; `null` when it does extend it. */
  compare(workspace: string, previous: string, { content, model, settings }: Subject): MissReason | null {
    const before = this.prints.get(keyOf(workspace, previous));
    if (!before) return { type: 'previous_message_not_found' };
    const whole = before.tokens.at(-1) ?? 0;
    if (before.model !== model) return { type: 'model_changed', cache_missed_input_tokens: whole };
    const common = commonBlocks(before, content);
    const missed = whole - (before.tokens[common - 1] ?? 0);
    const changed = changedTier(before, content, common);
    if (changed === 'tools' || changed === 'system')
      return { type: `${changed}_changed`, cache_missed_input_tokens: missed };
    if (before.settings !== new PrefixHash().update(settings).digest()) return { type: 'unavailable' };
    return changed && { type: 'messages_changed', cache_missed_input_tokens: missed };
  }
}

function keyOf(workspace: string, messageId: string): string {
  return `${messageId} ${workspace}`;
}

function commonBlocks(before: Fingerprint, { blocks }: Prompt): number {
  let common = 0;
  while (common < before.hashes.length && before.hashes[common] === blocks[common]?.hash) common++;
  return common;
}

const ORDER: readonly Tier[] = ['tools', 'system', 'messages'];

// Where one prompt has gone on to the next tier and the other has not, it is the earlier tier that grew or shrank.
function changedTier(before: Fingerprint, { blocks }: Prompt, at: number): Tier | null {
  const tiers = [before.tiers[at], blocks[at]?.tier];
  const first = ORDER.find((tier) => tiers.includes(tier)) ?? null;
  return first === 'messages' && at === before.hashes.length ? null : first;
}
