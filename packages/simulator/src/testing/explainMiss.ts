import { TIERS } from '../cache/prompt.js';
import type { Lookup } from '../cache/promptCache.js';
import { utf8Bytes } from '../cache/tokens.js';
import type { Prepared } from '../messages/prepare.js';
import { renderBlocks, type RenderedBlock } from '../messages/render.js';
import { promptSettings } from '../messages/settings.js';

export function explainMiss(a: Prepared, b: Prepared, written: Lookup, found: Lookup): string {
  const last = lastBreakpoint(a);
  if (written.write === 0) return explainNothingWritten(a, last);
  if (a.model.id !== b.model.id) {
    return `The model differs: ${a.model.id}, then ${b.model.id}. Each model has its own cache.`;
  }
  const difference = firstDifference(renderBlocks(a.placed).slice(0, last + 1), renderBlocks(b.placed));
  const setting = differentSetting(a, b, last);
  if (difference && (!setting || difference.at < setting.at)) return difference.text;
  if (setting) return setting.text;
  if (lastBreakpoint(b) < 0) {
    return 'The second request has no breakpoint (cache_control), so it reads nothing.';
  }
  if (found.read > 0) return `The longest entry it can read has ${found.read} tokens.`;
  return `Nothing differs up to ${a.prompt.blocks[last]?.path}, but the second request has no breakpoint within the next 20 blocks. Add one there.`;
}

function explainNothingWritten({ prompt, model }: Prepared, last: number): string {
  if (last < 0) return 'The first request has no breakpoint (cache_control), so it writes nothing.';
  const tokens = prompt.blocks[last]?.tokens ?? 0;
  return `The prefix up to its last breakpoint has about ${tokens} tokens, and ${model.id} caches nothing shorter than ${model.minCacheTokens}.`;
}

function lastBreakpoint({ prompt }: Prepared): number {
  return prompt.blocks.findLastIndex((block) => block.ttl !== undefined);
}

interface Found {
  readonly at: number;
  readonly text: string;
}

function firstDifference(first: readonly RenderedBlock[], second: readonly RenderedBlock[]): Found | undefined {
  for (const [at, block] of first.entries()) {
    const other = second[at];
    const { path } = block.item;
    if (!other) return { at, text: `The second request ends before ${path}, which is in the first request’s prefix.` };
    if (other.item.tier !== block.item.tier || other.kind !== block.kind) {
      return {
        at,
        text: `At ${path} the first request has a block of kind ${block.kind} in ${block.item.tier}, the second one of kind ${other.kind} in ${other.item.tier} (${other.item.path}).`,
      };
    }
    if (other.frame !== block.frame) {
      return {
        at,
        text: `At ${path} the first request has "${block.frame.trim()}" before the block, the second "${other.frame.trim()}".`,
      };
    }
    const [before, after] = [block.parts.join('\0'), other.parts.join('\0')];
    if (before !== after) return { at, text: explainText(path, before, after) };
  }
  return undefined;
}

const AROUND = 24;

function explainText(path: string, before: string, after: string): string {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at++;
  const excerpt = (text: string): string => {
    const part = text.slice(Math.max(0, at - AROUND), at + AROUND).replaceAll('\0', ' ');
    return JSON.stringify(`${at > AROUND ? '…' : ''}${part}${at + AROUND < text.length ? '…' : ''}`);
  };
  return (
    `The first block that differs is ${path}, from byte ${utf8Bytes(before.slice(0, at))} on:\n` +
    `  first:  ${excerpt(before)}\n  second: ${excerpt(after)}`
  );
}

const NAMES = {
  tools: 'thinking or effort',
  system: 'speed, output format, citations or web tools',
  messages: 'tool_choice, thinking, effort or the presence of images',
};

// A setting comes before its tier's first block.
function differentSetting(a: Prepared, b: Prepared, last: number): Found | undefined {
  const before = promptSettings(a.body, a.model, a.placed);
  const after = promptSettings(b.body, b.model, b.placed);
  for (const tier of TIERS) {
    if (before[tier] === after[tier]) continue;
    const at = a.placed.findIndex((item) => item.tier === tier);
    if (at < 0 || at > last) continue;
    return {
      at,
      text: `A setting that changes the cache key of ${tier} differs: ${NAMES[tier]}. ${before[tier]}, then ${after[tier]}.`,
    };
  }
  return undefined;
}
