import { ForewarmError, invalidOption, isPrefix } from '@forewarm/core';
import type { AttachmentOptions } from './attachments.js';
import type { HandlerOptions, SpeculativeAnswersOptions } from './options.js';
import { checkIsolate } from './who/isolate.js';
import type { CorsOptions } from './who/origin.js';

const WHERE = 'createHandler';

type Check = readonly [isAllowed: (value: unknown) => boolean, allowed: string];

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isFunction: Check = [(value) => typeof value === 'function', 'a function'];
const has = (method: string, allowed: string): Check => [
  (value) => isObject(value) && typeof (value as Record<string, unknown>)[method] === 'function',
  allowed,
];
/** Checked where it is used. */
const elsewhere: Check = [() => true, ''];

const orOptions: Check = [(value) => isObject(value) || typeof value === 'boolean', 'true, false or its options'];

/** Every option, and what it may be. */
const CHECKS: Readonly<Record<keyof HandlerOptions, Check>> = {
  adapter: elsewhere,
  prefixes: elsewhere,
  policy: elsewhere,
  store: elsewhere,
  environment: elsewhere,
  onEvent: isFunction,
  onError: isFunction,
  identify: isFunction,
  authorize: isFunction,
  isolate: elsewhere,
  cors: [isObject, 'an object with origins'],
  limits: has('count', 'what rateLimits() makes'),
  answers: has('keep', 'what memoryAnswers() or redisAnswers() makes'),
  speculativeAnswers: orOptions,
  starters: elsewhere,
  signTurns: elsewhere,
  heartbeatMs: elsewhere,
  stallMs: elsewhere,
  attachments: orOptions,
  maxBodyBytes: elsewhere,
  maxQuestionLength: elsewhere,
  maxThreadTurns: elsewhere,
  maxParamsLength: elsewhere,
};
const SPECULATION_KEYS: Readonly<Record<keyof SpeculativeAnswersOptions, true>> = {
  parkMs: true,
  most: true,
  yields: true,
};
const ATTACHMENT_KEYS: Readonly<Record<keyof AttachmentOptions, true>> = {
  most: true,
  images: true,
  maxImageBytes: true,
  maxTextLength: true,
  maxTotalBytes: true,
};
const CORS_KEYS: Readonly<Record<keyof CorsOptions, true>> = {
  origins: true,
  credentials: true,
  headers: true,
  maxAgeSeconds: true,
};

/** The kit's adapters for browsers, which only name prefixes. */
const TRANSPORTS: readonly string[] = ['http', 'chat-transport'];

/** Throws `invalid-option` for a wrong or unknown option. */
export function checkOptions(options: HandlerOptions): void {
  if (!isObject(options)) throw invalidOption(WHERE, 'options', options, 'an object with adapter and prefixes');
  checkKeys(options, CHECKS);
  for (const [name, [isAllowed, allowed]] of Object.entries(CHECKS)) {
    const value = options[name as keyof HandlerOptions];
    if (value !== undefined && !isAllowed(value)) throw invalidOption(WHERE, name, value, allowed);
  }
  checkAdapter(options.adapter);
  checkPrefixes(options.prefixes);
  const { isolate, cors, signTurns, speculativeAnswers } = options;
  if (isolate !== undefined) checkIsolate(isolate);
  if (options.starters !== undefined) checkStarters(options);
  if (isObject(speculativeAnswers)) checkKeys(speculativeAnswers, SPECULATION_KEYS, 'speculativeAnswers.');
  if (options.attachments) checkAttachable(options);
  if (signTurns !== undefined) checkSecret(signTurns);
  if (cors !== undefined) checkKeys(cors, CORS_KEYS, 'cors.');
}

function checkAttachable({ attachments, adapter }: HandlerOptions): void {
  if (isObject(attachments)) checkKeys(attachments, ATTACHMENT_KEYS, 'attachments.');
  if (adapter.abilities?.parts) return;
  const message = `${WHERE}: attachments is on, and the adapter ${adapter.name} sends none; leave it out, or have the adapter send turn.parts and set abilities.parts.`;
  throw new ForewarmError('invalid-option', message);
}

function checkStarters({ starters, prefixes, isolate = 'shared' }: HandlerOptions): void {
  if (isolate !== 'shared') {
    throw invalidOption(
      WHERE,
      'starters',
      starters,
      'left out with isolate: everybody gets the same answer to a starter',
    );
  }
  for (const [id, questions] of Object.entries(starters ?? {})) {
    if (!Object.hasOwn(prefixes, id)) throw invalidOption(WHERE, `starters.${id}`, questions, 'the id of a prefix');
    if (!Array.isArray(questions) || questions.some((question) => typeof question !== 'string')) {
      throw invalidOption(WHERE, `starters.${id}`, questions, 'a list of questions');
    }
  }
}

/** A shorter one could be guessed. */
const MIN_SECRET_LENGTH = 32;

function checkSecret(secret: unknown): void {
  if (typeof secret === 'string' && secret.length >= MIN_SECRET_LENGTH) return;
  // Without its value, which is a secret.
  const given = typeof secret === 'string' ? `a string of ${secret.length} characters` : typeof secret;
  const allowed = `a secret of ${MIN_SECRET_LENGTH} characters or more, the same at every instance`;
  throw new ForewarmError('invalid-option', `${WHERE}: signTurns is ${given}; it must be ${allowed}.`);
}

function checkAdapter(adapter: unknown): void {
  const { name, warm, ask } = (adapter ?? {}) as { name?: string; warm?: unknown; ask?: unknown };
  const provider = 'a provider, such as anthropic({ client })';
  if (typeof warm !== 'function' || typeof ask !== 'function') throw invalidOption(WHERE, 'adapter', adapter, provider);
  if (name === undefined || !TRANSPORTS.includes(name)) return;
  const message = `${WHERE}: adapter is ${name}, which only names prefixes, for a browser; it must be ${provider}, which holds them.`;
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

function checkKeys(value: object, known: object, path = ''): void {
  const names = Object.keys(known);
  for (const key of Object.keys(value)) {
    if (Object.hasOwn(known, key)) continue;
    const [near] = names.toSorted((a, b) => distance(a, key) - distance(b, key));
    const meant = distance(near!, key) <= Math.max(2, key.length / 3) ? ` Did you mean ${path}${near}?` : '';
    const message = `${WHERE}: ${path}${key.slice(0, 60)} is no option.${meant} There are: ${names.join(', ')}.`;
    throw new ForewarmError('invalid-option', message);
  }
}

/** Edit distance of two names, ignoring case. */
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
