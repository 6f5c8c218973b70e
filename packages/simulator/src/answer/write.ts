import type { AnswerInput } from './compose.js';
import { toPieces, type DraftBlock } from './draft.js';
import { sampleOf } from './sample.js';
import { callTool, chooseTool, type CallableTool, type Choice } from './tools.js';

/** What is asked for, whatever the wire. */
export interface Wanted {
  readonly input: AnswerInput;
  readonly tools: readonly CallableTool[];
  readonly choice: Choice;
  /** The last turn brings a tool's result. */
  readonly hasResult: boolean;
  /** The JSON schema the text must fit. */
  readonly format?: unknown;
}

/** Writes the one block an answer consists of: a tool's call, JSON by a schema, or the text `compose` gives. */
export function writeBlock(wanted: Wanted, compose: (input: AnswerInput) => string, callId: () => string): DraftBlock {
  const { input, format } = wanted;
  const tool = chooseTool(wanted.tools, wanted.choice, input.question, wanted.hasResult);
  if (tool) return callTool(callId(), tool, input.question);
  const text = compose(input);
  return { type: 'text', pieces: toPieces(format ? JSON.stringify(sampleOf(format, text)) : text) };
}
