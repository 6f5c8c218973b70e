import type { AnswerInput } from './compose.js';
import { bound, toPieces, type Bounds, type Draft, type DraftBlock } from './draft.js';
import { sampleOf } from './sample.js';
import { callTool, chooseTool, type CallableTool, type Choice } from './tools.js';

export interface Wanted extends Bounds {
  readonly input: AnswerInput;
  readonly tools: readonly CallableTool[];
  readonly choice: Choice;
  readonly hasResult: boolean;
  readonly format?: unknown;
  readonly thinking?: DraftBlock | undefined;
}

export interface Writer {
  compose(input: AnswerInput): string;
  callId(): string;
}

/** Thinking, then a tool call, JSON for a schema, or text. */
export function writeDraft(wanted: Wanted, writer: Writer): Draft {
  if (wanted.maxTokens === 0) return bound([], 'max_tokens', wanted);
  const block = writeBlock(wanted, writer);
  const blocks = wanted.thinking ? [wanted.thinking, block] : [block];
  return bound(blocks, block.type === 'tool_use' ? 'tool_use' : 'end_turn', wanted);
}

function writeBlock({ input, tools, choice, hasResult, format }: Wanted, writer: Writer): DraftBlock {
  const tool = chooseTool(tools, choice, input.question, hasResult);
  if (tool) return callTool(writer.callId(), tool, input.question);
  const text = writer.compose(input);
  return { type: 'text', pieces: toPieces(format ? JSON.stringify(sampleOf(format, text)) : text) };
}
