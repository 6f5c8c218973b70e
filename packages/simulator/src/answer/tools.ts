import { toPieces, type DraftBlock } from './draft.js';
import { sampleOf } from './sample.js';

export interface CallableTool {
  readonly name: string;
  readonly schema: unknown;
}

export type Choice = { readonly type: 'auto' | 'any' | 'none' } | { readonly type: 'tool'; readonly name: string };

/**
 * Undefined for text. For `auto`: a tool whose name shares a word with the question, unless a
 * result just came.
 */
export function chooseTool(
  tools: readonly CallableTool[],
  choice: Choice,
  question: string,
  hasResult: boolean,
): CallableTool | undefined {
  if (choice.type === 'none') return undefined;
  if (choice.type === 'any') return tools[0];
  if (choice.type === 'tool') return tools.find((tool) => tool.name === choice.name);
  if (hasResult) return undefined;
  const words = new Set(question.toLowerCase().match(/[a-z0-9]{3,}/g));
  return tools.find((tool) => wordsOfName(tool.name).some((word) => words.has(word)));
}

export function callTool(id: string, tool: CallableTool, question: string): DraftBlock {
  const input = sampleOf(tool.schema, subjectOf(question));
  return { type: 'tool_use', id, name: tool.name, pieces: toPieces(JSON.stringify(input)) };
}

// "Weather in Paris?" gives Paris: the quoted part, else the last capitalized word, else all.
function subjectOf(question: string): string {
  const quoted = /["'“`]([^"'“”`]{1,200})["'”`]/.exec(question)?.[1];
  return quoted ?? question.match(/(?<=\s)\p{Lu}[\p{L}\p{N}_-]*/gu)?.at(-1) ?? question;
}

function wordsOfName(name: string): string[] {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2 && word !== 'get');
}
