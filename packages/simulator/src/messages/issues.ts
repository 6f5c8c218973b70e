import type * as z from 'zod';
import { valueAt } from '../http/body.js';
import { invalid } from '../http/apiError.js';

type Issue = z.core.$ZodIssue;

/** Throws the API's 400 for the first wrong field: `max_tokens: Field required`. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = inBranch(result.error.issues[0]!);
  const value = valueAt(body, issue.path);
  throw invalid(`${locate(placeOf(issue, value), body)}: ${say(issue, value)}`);
}

// A union's fault: in the branch that takes the value's `type`, else the type itself.
function inBranch(issue: Issue): Issue {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const fault = issue.errors.map((branch) => branch[0]).find((first) => first && first.path[0] !== 'type');
  return { ...(fault ?? issue), path: [...issue.path, ...(fault?.path ?? ['type'])] };
}

// The API names an unknown type's object, and an extra key.
function placeOf(issue: Issue, value: unknown): readonly PropertyKey[] {
  if (issue.code === 'unrecognized_keys') return [...issue.path, ...issue.keys.slice(0, 1)];
  return issue.code === 'invalid_union' && value !== undefined ? issue.path.slice(0, -1) : issue.path;
}

function say(issue: Issue, value: unknown): string {
  if (issue.code === 'unrecognized_keys') return 'Extra inputs are not permitted';
  if (value === undefined) return 'Field required';
  switch (issue.code) {
    case 'invalid_type':
      return `Input should be ${TYPE_WORDS[issue.expected] ?? `a valid ${issue.expected}`}`;
    case 'invalid_value':
      return `Input should be ${OR.format(issue.values.map(quote))}`;
    case 'invalid_union':
      return `Input tag ${quote(value)} found using 'type' does not match any of the expected tags${tagsOf(issue)}`;
    case 'too_small':
      return issue.origin === 'string'
        ? `String should have at least ${issue.minimum} character`
        : `Input should be greater than or equal to ${issue.minimum}`;
    case 'too_big':
      return `Input should be less than or equal to ${issue.maximum}`;
    case 'invalid_format':
      return `String should match pattern '${(issue.pattern ?? '').replace(/^\/|\/$/g, '')}'`;
    default:
      return issue.message;
  }
}

const TYPE_WORDS: Record<string, string> = {
  int: 'a valid integer',
  array: 'a valid list',
  object: 'an object',
};

const OR = new Intl.ListFormat('en-GB', { type: 'disjunction' });

function tagsOf(issue: Issue): string {
  return 'options' in issue && issue.options ? `: ${issue.options.map(quote).join(', ')}` : '';
}

function quote(value: unknown): string {
  return `'${String(value)}'`;
}

// The API adds a union's branch: `messages.0.content.0.text.foo`,
// `system.0.cache_control.ephemeral.ttl`.
function locate(path: readonly PropertyKey[], body: unknown): string {
  const words: string[] = [];
  let value = body;
  path.forEach((key, depth) => {
    words.push(String(key));
    value = valueAt(value, [key]);
    const tag = depth < path.length - 1 ? tagOf(words, key, value) : undefined;
    if (tag !== undefined) words.push(tag);
  });
  return words.join('.');
}

const TAGGED_FIELDS = new Set(['cache_control', 'source', 'thinking', 'tool_choice']);

function tagOf(words: readonly string[], key: PropertyKey, value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const list = words.at(-2);
  const tagged =
    TAGGED_FIELDS.has(String(key)) || (typeof key === 'number' && (list === 'content' || list === 'tools'));
  if (!tagged) return undefined;
  if ('type' in value && typeof value.type === 'string') return value.type;
  return list === 'tools' ? 'custom' : undefined;
}
