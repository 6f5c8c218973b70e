import type * as z from 'zod';
import { valueAt } from '../http/body.js';
import { invalid } from '../http/apiError.js';

type Issue = z.core.$ZodIssue;

/** Throws the API's 400 for the first wrong field. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw invalid(describeIssue(result.error.issues, body));
}

// As the Messages API words it: `max_tokens: Field required`.
function describeIssue([issue]: readonly Issue[], body: unknown): string {
  if (!issue) return 'Invalid request';
  const { path, found } = untag(deepest(issue), body);
  const extra = found.code === 'unrecognized_keys' ? [found.keys[0] ?? ''] : [];
  return `${locate([...path, ...extra], body)}: ${say(found, valueAt(body, path))}`;
}

// Picks the branch of a union that got furthest.
function deepest(issue: Issue): { path: PropertyKey[]; found: Issue } {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return { path: [...issue.path], found: issue };
  const inner = issue.errors.flatMap((branch) => branch.slice(0, 1)).map(deepest);
  const best = inner.toSorted((a, b) => rank(b) - rank(a))[0];
  return best && rank(best) > 0
    ? { path: [...issue.path, ...best.path], found: best.found }
    : { path: [...issue.path], found: issue };
}

// An issue at `type` means another branch, unless no branch has the tag.
function rank(candidate: { path: PropertyKey[]; found: Issue }): number {
  if (candidate.path.at(-1) === 'type' && candidate.found.code !== 'invalid_union') return 0;
  return candidate.path.length * 2 + (candidate.found.code === 'invalid_type' ? 0 : 1);
}

// Report an unknown tag at its object, a missing one at the tag.
function untag(
  { path, found }: { path: PropertyKey[]; found: Issue },
  body: unknown,
): { path: PropertyKey[]; found: Issue } {
  const isTag =
    found.code === 'invalid_union' && found.discriminator !== undefined && valueAt(body, path) !== undefined;
  return { path: isTag ? path.slice(0, -1) : path, found };
}

function say(issue: Issue, value: unknown): string {
  if (issue.code === 'unrecognized_keys') return 'Extra inputs are not permitted';
  if (value === undefined) return 'Field required';
  switch (issue.code) {
    case 'invalid_type':
      return `Input should be ${TYPE_WORDS[issue.expected] ?? `a valid ${issue.expected}`}`;
    case 'invalid_value':
      return `Input should be ${OR.format(issue.values.map((allowed) => `'${String(allowed)}'`))}`;
    case 'invalid_union':
      return tagMessage(issue, value);
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

function tagMessage(issue: Extract<Issue, { code: 'invalid_union' }>, value: unknown): string {
  const tag = typeof value === 'object' && value !== null && 'type' in value ? String(value.type) : undefined;
  if (tag === undefined) return 'Input should be a valid string or list';
  const options =
    'options' in issue && Array.isArray(issue.options)
      ? `: ${issue.options.map((o) => `'${String(o)}'`).join(', ')}`
      : '';
  return `Input tag '${tag}' found using 'type' does not match any of the expected tags${options}`;
}

const OR = new Intl.ListFormat('en-GB', { type: 'disjunction' });

// The API adds a union's branch to the path: `messages.0.content.0.text.foo`,
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
