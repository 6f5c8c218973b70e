import { invalid } from '../../http/apiError.js';
import type { ContentBlock } from '../blocks.js';
import type { PromptBody } from '../schema.js';

/** Throws the API's 400. */
export function checkTools(body: PromptBody): void {
  const names = (body.tools ?? []).flatMap((tool) => tool.name ?? []);
  if (new Set(names).size < names.length) throw invalid('tools: Tool names must be unique.');
  const choice = body.tool_choice;
  if (choice && !body.tools?.length) throw invalid('tool_choice: may only be specified while providing tools.');
  if (choice?.type === 'tool' && !names.includes(choice.name))
    throw invalid(`Tool '${choice.name}' not found in provided tools`);
  checkPairs(body);
}

function checkPairs({ messages }: PromptBody): void {
  messages.forEach((message, m) => {
    const calls = idsOf(message.content, 'tool_use');
    const next = messages[m + 1];
    // The last message may await its results.
    const missing = next ? calls.filter((id) => !idsOf(next.content, 'tool_result').includes(id)) : [];
    if (missing.length > 0) {
      throw invalid(
        `messages.${m + 1}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
      );
    }
    const known = idsOf(messages[m - 1]?.content ?? [], 'tool_use');
    const stray = idsOf(message.content, 'tool_result').find((id) => !known.includes(id));
    if (stray !== undefined) {
      throw invalid(
        `messages.${m}.content: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${stray}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
      );
    }
  });
}

function idsOf(content: readonly ContentBlock[], type: 'tool_use' | 'tool_result'): string[] {
  return content.flatMap((block) => {
    if (block.type !== type) return [];
    return block.type === 'tool_use' ? [block.id] : [block.tool_use_id];
  });
}
