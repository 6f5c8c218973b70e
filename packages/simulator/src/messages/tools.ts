import { toPieces, type DraftBlock } from '../answer/draft.js';
import { sampleOf } from '../answer/sample.js';
import type { MessagesBody } from './schema.js';
import type { ToolBlock } from './walk.js';

type ClientTool = ToolBlock & { readonly name: string; readonly input_schema: unknown };

/**
 * The tool the answer calls: the one `tool_choice` names, the first for `any`; for `auto`, one whose name has a word of the question in it,
 * unless the last message brings a result. `undefined` when the answer is text.
 */
export function chooseTool(body: MessagesBody, question: string): ClientTool | undefined {
  const tools = (body.tools ?? []).filter(
    (tool): tool is ClientTool => 'input_schema' in tool && typeof tool.name === 'string',
  );
  const choice = body.tool_choice ?? { type: 'auto' };
  if (choice.type === 'none') return undefined;
  if (choice.type === 'any') return tools[0];
  if (choice.type === 'tool') return tools.find((tool) => tool.name === choice.name);
  const last = body.messages.at(-1)?.content;
  if (Array.isArray(last) && last.some((block) => block.type === 'tool_result')) return undefined;
  const words = new Set(question.toLowerCase().match(/[a-z0-9]{3,}/g));
  return tools.find((tool) => wordsOfName(tool.name).some((word) => words.has(word)));
}

/** A call of a tool, its input made up from its schema and the question. */
export function callTool(id: string, tool: ClientTool, question: string): DraftBlock {
  const input = sampleOf(tool.input_schema, subjectOf(question));
  return { type: 'tool_use', id, name: tool.name, pieces: toPieces(JSON.stringify(input)) };
}

// What is quoted, else the last word that begins with a capital, else all of it: "What is the weather in Paris?" is about Paris.
function subjectOf(question: string): string {
  const quoted = /["'“`]([^"'”`]{1,200})["'”`]/.exec(question)?.[1];
  return quoted ?? question.match(/(?<=\s)\p{Lu}[\p{L}\p{N}_-]*/gu)?.at(-1) ?? question;
}

function wordsOfName(name: string): string[] {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2 && word !== 'get');
}
