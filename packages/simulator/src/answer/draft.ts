/** For output; input is estimated from bytes. */
const CHARS_PER_TOKEN = 4;

export type DraftBlock =
  | { readonly type: 'text'; readonly pieces: readonly string[] }
  | {
      readonly type: 'thinking';
      readonly pieces: readonly string[];
      readonly signature: string;
      /** False: only the signature is sent. */
      readonly shown: boolean;
    }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly pieces: readonly string[] };

export type StopReason = 'end_turn' | 'max_tokens' | 'stop_sequence' | 'tool_use' | 'model_context_window_exceeded';

export interface Draft {
  readonly blocks: readonly DraftBlock[];
  readonly stopReason: StopReason;
  readonly stopSequence: string | null;
  readonly outputTokens: number;
  readonly thinkingTokens: number;
}

export function toPieces(text: string): string[] {
  return text.match(new RegExp(`[\\s\\S]{1,${CHARS_PER_TOKEN}}`, 'gu')) ?? [];
}

export interface Bounds {
  readonly maxTokens: number;
  readonly stopSequences: readonly string[];
}

/** Cuts text at the first stop sequence, and all at `maxTokens`. */
export function bound(blocks: readonly DraftBlock[], stopReason: StopReason, bounds: Bounds): Draft {
  const { kept, stopSequence } = cutAtStop(blocks, bounds.stopSequences);
  const out: DraftBlock[] = [];
  let tokens = 0;
  for (const block of kept) {
    const room = bounds.maxTokens - tokens;
    if (room <= 0) break;
    out.push(block.pieces.length <= room ? block : { ...block, pieces: block.pieces.slice(0, room) });
    tokens += Math.min(room, block.pieces.length);
  }
  const thinkingTokens = out.reduce((sum, block) => sum + (block.type === 'thinking' ? block.pieces.length : 0), 0);
  const made = { blocks: out, outputTokens: tokens, thinkingTokens };
  const wanted = kept.reduce((sum, block) => sum + block.pieces.length, 0);
  if (tokens < wanted) return { ...made, stopReason: 'max_tokens', stopSequence: null };
  return { ...made, stopReason: stopSequence === null ? stopReason : 'stop_sequence', stopSequence };
}

function cutAtStop(
  blocks: readonly DraftBlock[],
  sequences: readonly string[],
): { kept: readonly DraftBlock[]; stopSequence: string | null } {
  for (const [n, block] of blocks.entries()) {
    if (block.type !== 'text') continue;
    const text = block.pieces.join('');
    const found = sequences
      .map((sequence) => ({ sequence, at: text.indexOf(sequence) }))
      .filter(({ sequence, at }) => sequence !== '' && at >= 0)
      .toSorted((a, b) => a.at - b.at)[0];
    if (!found) continue;
    const cut: DraftBlock = { type: 'text', pieces: toPieces(text.slice(0, found.at)) };
    return { kept: [...blocks.slice(0, n), cut], stopSequence: found.sequence };
  }
  return { kept: blocks, stopSequence: null };
}
