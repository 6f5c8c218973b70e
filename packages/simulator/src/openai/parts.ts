import { PrefixHash } from '../cache/prefixHash.js';
import { TOKENS_PER_IMAGE } from '../cache/tokens.js';
import type { Part } from './render.js';

interface ContentPart {
  readonly type: string;
  readonly text?: string | undefined;
  readonly prompt_cache_breakpoint?: Part['breakpoint'];
}

/** The parts of a message's content; what is not text stands as a hash of itself and costs what an image does. */
export function partsOf(content: string | readonly ContentPart[] | null | undefined): Part[] {
  if (typeof content === 'string') return [{ text: content }];
  return (content ?? []).map((part) => {
    const { prompt_cache_breakpoint: breakpoint, ...rest } = part;
    if (part.text !== undefined) return { text: part.text, breakpoint };
    return { text: new PrefixHash().update(JSON.stringify(rest)).digest(), tokens: TOKENS_PER_IMAGE, breakpoint };
  });
}

/** The text of a message's content, as an answer quotes it. */
export function textOf(content: string | readonly ContentPart[] | null | undefined): string {
  return typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('\n\n');
}
