import { splitQuestion, type PromptText } from '../answer/question.js';
import { PrefixHash } from '../cache/prefixHash.js';
import { countTokens, TOKENS_PER_IMAGE } from '../cache/tokens.js';
import type { Wanted } from '../answer/write.js';
import type { Part, Turn } from './render.js';
import type { ChatBody, ContentPart, ResponsesBody } from './schema.js';

export interface Asked {
  readonly turns: readonly Turn[];
  readonly settings: string;
  readonly wanted: Wanted;
}

export function readChat(body: ChatBody): Asked {
  const { stop, response_format: format } = body;
  const messages = body.messages.map((message, n) => turnOf(`messages.${n}`, message));
  return {
    turns: [...toolTurns(body), ...messages],
    settings: JSON.stringify([format ?? null]),
    wanted: {
      ...toolsOf(body),
      input: splitQuestion(messages.map(textOf)),
      hasResult: body.messages.at(-1)?.role === 'tool',
      format: format?.json_schema?.schema,
      maxTokens: body.max_completion_tokens ?? body.max_tokens ?? Infinity,
      stopSequences: typeof stop === 'string' ? [stop] : (stop ?? []),
    },
  };
}

/** Instructions come first. */
export function readResponses(body: ResponsesBody): Asked {
  const { input = [], instructions, text } = body;
  const items: readonly Item[] = typeof input === 'string' ? [{ role: 'user', content: input }] : input;
  const turns = items.map((item, n) => {
    const { role, type, content } = item;
    // Ids and states are not part of the prompt.
    return turnOf(`input.${n}`, content === undefined || content === null ? item : { role, type, content });
  });
  if (instructions) turns.unshift(turnOf('instructions', { role: 'system', content: instructions }));
  return {
    turns: [...toolTurns(body), ...turns],
    settings: JSON.stringify([text ?? null, body.reasoning?.effort ?? null]),
    wanted: {
      ...toolsOf(body),
      input: splitQuestion(turns.map(textOf)),
      hasResult: items.at(-1)?.type === 'function_call_output',
      format: text?.format?.type === 'json_schema' ? text.format.schema : undefined,
      maxTokens: body.max_output_tokens ?? Infinity,
      stopSequences: [],
    },
  };
}

type Content = string | readonly ContentPart[] | null | undefined;

interface Item {
  readonly role?: string | undefined;
  readonly type?: string | undefined;
  readonly content?: Content;
  readonly output?: Content;
}

function turnOf(path: string, { role, type, content, output, ...rest }: Item): Turn {
  const json = Object.keys(rest).length > 0 ? JSON.stringify(rest) : '';
  const about = json === '' ? [] : [{ text: json, tokens: countTokens(json) }];
  return { path, role: role ?? type ?? 'item', parts: [...partsOf(content), ...partsOf(output), ...about] };
}

// Other content becomes its hash and costs as much as an image.
function partsOf(content: Content): Part[] {
  if (typeof content === 'string') return [{ text: content }];
  return (content ?? []).map(({ prompt_cache_breakpoint: breakpoint, ...part }) => {
    if (part.text !== undefined) return { text: part.text, breakpoint };
    return { text: new PrefixHash().update(JSON.stringify(part)).digest(), tokens: TOKENS_PER_IMAGE, breakpoint };
  });
}

type Tools = Pick<ChatBody, 'tools' | 'tool_choice'>;

function toolTurns({ tools }: Tools): Turn[] {
  return (tools ?? []).map((tool, n) => ({
    path: `tools.${n}`,
    role: 'tool',
    parts: [{ text: JSON.stringify(tool) }],
  }));
}

function toolsOf({ tools, tool_choice: choice = 'auto' }: Tools): Pick<Wanted, 'tools' | 'choice'> {
  const callable = (tools ?? []).flatMap(({ type, name, parameters, function: chat }) => {
    if (chat) return [{ name: chat.name, schema: chat.parameters }];
    return type === 'function' && name ? [{ name, schema: parameters }] : [];
  });
  if (typeof choice === 'object') {
    return { tools: callable, choice: { type: 'tool', name: choice.function?.name ?? choice.name ?? '' } };
  }
  return { tools: callable, choice: { type: choice === 'required' ? 'any' : choice } };
}

function textOf({ role, parts }: Turn): PromptText {
  const texts = parts.filter(({ tokens }) => tokens === undefined).map(({ text }) => text);
  return { text: texts.join('\n\n'), isAsked: role === 'user' };
}
