import { ForewarmError, invalidOption, isPrefix } from '@forewarm/core';
import { ATTACHMENT_DEFAULTS } from './attachments.js';
import type { HandlerOptions, SpeculativeAnswersOptions } from './options.js';
import type { CorsOptions } from './who/origin.js';

const WHERE = 'createHandler';

type Check = (value: unknown, name: string, options: HandlerOptions) => void;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const must =
  (allowed: string, isAllowed: (value: unknown) => boolean): Check =>
  (value, name) => {
    if (!isAllowed(value)) throw invalidOption(WHERE, name, value, allowed);
  };
const isFunction = must('a function', (value) => typeof value === 'function');
const has = (method: string, allowed: string): Check =>
  must(allowed, (value) => isObject(value) && typeof value[method] === 'function');
const orOptions = must('true, false or its options', (value) => isObject(value) || typeof value === 'boolean');

const ISOLATES: readonly unknown[] = ['shared', 'user', 'tenant'];

const CHECKS: Readonly<Record<keyof HandlerOptions, Check | null>> = {
  adapter: null,
  prefixes: null,
  policy: null,
  store: null,
  environment: null,
  onEvent: isFunction,
  onError: isFunction,
  identify: isFunction,
  authorize: isFunction,
  isolate: must(
    `${ISOLATES.join(', ')} or a function`,
    (value) => typeof value === 'function' || ISOLATES.includes(value),
  ),
  cors: must('an object with origins', isObject),
  limits: has('count', 'what rateLimits() makes'),
  answers: has('keep', 'what memoryAnswers() or redisAnswers() makes'),
  speculativeAnswers: orOptions,
  starters: checkStarters,
  signTurns: checkSecret,
  heartbeatMs: null,
  stallMs: null,
  attachments: checkAttachments,
  maxBodyBytes: null,
  maxQuestionLength: null,
  maxThreadTurns: null,
  maxParamsLength: null,
};

const KEYS: Readonly<Record<string, readonly string[]>> = {
  cors: ['origins', 'credentials', 'headers', 'maxAgeSeconds'] satisfies (keyof CorsOptions)[],
  speculativeAnswers: ['parkMs', 'most', 'yields'] satisfies (keyof SpeculativeAnswersOptions)[],
  attachments: Object.keys(ATTACHMENT_DEFAULTS),
};

/** Adapters for browsers only name prefixes. */
const TRANSPORTS: readonly unknown[] = ['http', 'chat-transport'];

export function checkOptions(options: HandlerOptions): void {
  if (!isObject(options)) throw invalidOption(WHERE, 'options', options, 'an object with adapter and prefixes');
  checkKeys(options, Object.keys(CHECKS));
  checkAdapter(options.adapter);
  checkPrefixes(options.prefixes);
  for (const [name, check] of Object.entries(CHECKS)) {
    const value = options[name as keyof HandlerOptions];
    if (value === undefined) continue;
    check?.(value, name, options);
    const keys = KEYS[name];
    if (keys && isObject(value)) checkKeys(value, keys, `${name}.`);
  }
}

function checkAttachments(value: unknown, name: string, options: HandlerOptions): void {
  orOptions(value, name, options);
  const { adapter } = options;
  if (value === false || adapter.abilities?.parts) return;
  const message = `${WHERE}: attachments is on, but the adapter ${adapter.name} sends none; leave it out, or send turn.parts and set abilities.parts.`;
  throw new ForewarmError('invalid-option', message);
}

function checkStarters(value: unknown, name: string, { prefixes, isolate = 'shared' }: HandlerOptions): void {
  if (isolate !== 'shared') {
    throw invalidOption(WHERE, name, value, 'left out with isolate: everybody gets the same answer to a starter');
  }
  for (const [id, questions] of Object.entries(value ?? {}) as [string, unknown][]) {
    const where = `${name}.${id}`;
    if (!Object.hasOwn(prefixes, id)) throw invalidOption(WHERE, where, questions, 'the id of a prefix');
    if (Array.isArray(questions) && questions.every((question) => typeof question === 'string')) continue;
    throw invalidOption(WHERE, where, questions, 'a list of questions');
  }
}

/** A shorter secret could be guessed. */
const MIN_SECRET_LENGTH = 32;

function checkSecret(secret: unknown): void {
  if (typeof secret === 'string' && secret.length >= MIN_SECRET_LENGTH) return;
  // The value is a secret.
  const given = typeof secret === 'string' ? `a string of ${secret.length} characters` : typeof secret;
  const allowed = `a secret of ${MIN_SECRET_LENGTH} characters or more, the same at every instance`;
  throw new ForewarmError('invalid-option', `${WHERE}: signTurns is ${given}; it must be ${allowed}.`);
}

function checkAdapter(adapter: unknown): void {
  const { name, warm, ask } = (adapter ?? {}) as { name?: string; warm?: unknown; ask?: unknown };
  const provider = 'a provider, such as anthropic({ client })';
  if (typeof warm !== 'function' || typeof ask !== 'function') throw invalidOption(WHERE, 'adapter', adapter, provider);
  if (!TRANSPORTS.includes(name)) return;
  const message = `${WHERE}: adapter is ${name}, which only names prefixes; it must be ${provider}.`;
  throw new ForewarmError('invalid-option', message);
}

function checkPrefixes(prefixes: unknown): void {
  if (!isObject(prefixes) || Array.isArray(prefixes)) {
    throw invalidOption(WHERE, 'prefixes', prefixes, 'an object of prefixes by id');
  }
  if (isPrefix(prefixes)) throw invalidOption(WHERE, 'prefixes', prefixes, 'prefixes by id: { doc: prefix }');
  for (const [id, prefix] of Object.entries(prefixes)) {
    if (isPrefix(prefix) || typeof prefix === 'function') continue;
    const allowed = 'what definePrefix() or withParams() makes, or a function that gives a prefix';
    throw invalidOption(WHERE, `prefixes.${id}`, prefix, allowed);
  }
}

function checkKeys(value: object, names: readonly string[], path = ''): void {
  for (const key of Object.keys(value)) {
    if (names.includes(key)) continue;
    const [near] = names.toSorted((a, b) => distance(a, key) - distance(b, key));
    const meant = distance(near!, key) <= Math.max(2, key.length / 3) ? ` Did you mean ${path}${near}?` : '';
    const message = `${WHERE}: ${path}${key.slice(0, 60)} is no option.${meant} There are: ${names.join(', ')}.`;
    throw new ForewarmError('invalid-option', message);
  }
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of Array.from(a.toLowerCase()).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(b.toLowerCase()).entries()) {
      next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1)!;
}
