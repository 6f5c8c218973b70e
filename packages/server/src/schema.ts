import type { JsonObject, PrefixRef, Turn } from '@forewarm/core';
import { IMAGE_TYPES, questionError, turnOf } from '@forewarm/core/kit';
import { z } from 'zod';
import { checkAttachments } from './attachments.js';
import { invalidRequest } from './invalidRequest.js';
import type { Sizes } from './options.js';

/** Deeper than any parameters of a prefix, and far from where recursion ends. */
const MAX_DEPTH = 20;

// As it was sent, spaces and all: it must be the text the earlier ask had.
const notBlank = z.string().refine((value) => value.trim() !== '', 'must not be blank');
const signature = z.string().max(200).optional();
const name = z.string().max(200).optional();
const parts = z
  .array(
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('text'), text: notBlank, name }),
      z.strictObject({ type: z.literal('image'), mediaType: z.enum(IMAGE_TYPES), data: z.string(), name }),
    ]),
  )
  .optional();
const turn = z.strictObject({ question: notBlank, parts, answer: notBlank, signature });
const prefixRef = z.strictObject({
  id: z.string().min(1).max(200),
  // What JSON.parse gave is JSON; only how much of it there is remains to be checked.
  params: z
    .record(z.string(), z.unknown())
    .refine((params) => isShallow(params, MAX_DEPTH), `must not be nested deeper than ${MAX_DEPTH} levels`)
    .optional(),
  thread: z.array(turn).optional(),
});

const warmBody = z.object({ prefix: prefixRef, trigger: z.string().max(40).optional() });

const message = z.object({
  role: z.enum(['user', 'assistant', 'system']),
  parts: z.array(
    z.looseObject({
      type: z.string(),
      text: z.string().optional(),
      mediaType: z.string().optional(),
      filename: name,
      url: z.string().optional(),
    }),
  ),
});
const expectHash = z.string().max(128).optional();
const waitedMs = z.number().min(0).optional();
const asking = { expectHash, waitedMs, answer: z.uuid().optional(), again: z.boolean().optional() };
/** A question with its prefix. */
const askBody = z.object({ prefix: prefixRef, question: notBlank, parts, ...asking });
/** The same as an AI SDK chat sends it: the last of the messages is the question. */
const chatBody = z.object({ prefix: prefixRef, messages: z.array(message).min(1), ...asking });

const resumeBody = z.object({
  answer: z.uuid(),
  after: z.int().min(0),
  had: z.int().min(0).optional(),
});
const adoptBody = z.object({ answer: z.uuid() });
const stopBody = z.object({ answer: z.uuid() });

/** How much of everything is taken. */
export type InputSizes = Pick<Sizes, 'maxQuestionLength' | 'maxThreadTurns' | 'maxParamsLength' | 'attachments'>;

/** What a warm asks for. */
export interface WarmInput {
  readonly prefix: PrefixRef;
  readonly trigger: string | undefined;
}
/** What an ask asks for. */
export interface AskInput {
  readonly prefix: PrefixRef;
  readonly turn: Turn;
  readonly expectHash: string | undefined;
  readonly waitedMs: number | undefined;
  /** What the client names the answer by. */
  readonly answer?: string | undefined;
  /** Whether the same question may have come already. */
  readonly again?: boolean | undefined;
}

/** Reads the body of a warm; throws an `invalid-request` error that names the field. */
export function parseWarm(body: unknown, sizes: InputSizes): WarmInput {
  const { prefix, trigger } = check(warmBody, body);
  return { prefix: limited(toRef(prefix), null, sizes), trigger };
}

/** Reads the body of an ask; throws an `invalid-request` error that names the field. */
export function parseAsk(body: unknown, sizes: InputSizes): AskInput {
  const isChat = typeof body === 'object' && body !== null && 'messages' in body;
  const parsed = isChat ? check(chatBody, body) : check(askBody, body);
  const ref = toRef(parsed.prefix);
  const { expectHash: expected, waitedMs: waited, answer, again } = parsed;
  const asked = 'question' in parsed ? { prefix: ref, turn: toTurn(parsed) } : fromMessages(ref, parsed.messages);
  const input = { ...asked, expectHash: expected, waitedMs: waited, answer, again };
  const problem = questionError(input.turn.question, sizes.maxQuestionLength);
  if (problem) throw problem;
  limited(input.prefix, input.turn, sizes);
  return input;
}

/** What a resume asks for. */
export interface ResumeInput {
  readonly answer: string;
  /** Number of the last event that arrived. */
  readonly after: number;
  /** How many characters of text and thoughts the client has had, where it can forget them. */
  readonly had?: number | undefined;
}

/** Reads the body of a resume; throws an `invalid-request` error that names the field. */
export function parseResume(body: unknown): ResumeInput {
  return check(resumeBody, body);
}

/** Reads the body of an adoption: an answer's id, and the question it was begun for. */
export function parseAdopt(body: unknown, sizes: InputSizes): AskInput & { readonly answer: string } {
  return { ...parseAsk(body, sizes), answer: check(adoptBody, body).answer };
}

/** Reads the body of a stop: an answer's id. */
export function parseStop(body: unknown): { readonly answer: string } {
  return check(stopBody, body);
}

function limited(
  ref: PrefixRef,
  asked: Turn | null,
  { maxThreadTurns, maxParamsLength, attachments }: InputSizes,
): PrefixRef {
  const turns = ref.thread?.length ?? 0;
  if (turns > maxThreadTurns)
    throw invalidRequest(`The thread has ${turns} turns; at most ${maxThreadTurns} are taken.`, 413);
  const length = ref.params ? JSON.stringify(ref.params).length : 0;
  if (length > maxParamsLength) {
    throw invalidRequest(
      `The prefix’s parameters have ${length} characters; at most ${maxParamsLength} are taken.`,
      413,
    );
  }
  checkAttachments(ref, asked, attachments);
  return ref;
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((part) => isShallow(part, levels - 1));
}

function check<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = ['body', ...(issue?.path ?? [])].join('.');
  throw invalidRequest(`${path}: ${issue?.message ?? 'not what is expected'}.`);
}

function toRef({ id, params, thread }: z.infer<typeof prefixRef>): PrefixRef {
  return { id, ...(params && { params: params as JsonObject }), ...(thread?.length ? { thread } : {}) };
}

/**
 * An AI SDK chat: the last message is the question, the answered pairs before it are the thread.
 */
function fromMessages(prefix: PrefixRef, messages: z.infer<typeof message>[]): Pick<AskInput, 'prefix' | 'turn'> {
  const read = turnOf(messages);
  if (!read) throw invalidRequest('body.messages: the last message must be the user’s, with text.');
  const { thread, ...asked } = read;
  return { prefix: { ...prefix, ...(thread.length > 0 && { thread }) }, turn: asked };
}

/** Without an empty list, which would make another turn of it. */
function toTurn({ question, parts: given = [] }: Turn): Turn {
  return { question, ...(given.length > 0 && { parts: given }) };
}
