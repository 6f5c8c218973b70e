import type { JsonObject, PrefixRef, Turn } from '@forewarm/core';
import { IMAGE_TYPES, questionError, turnOf } from '@forewarm/core/kit';
import { z } from 'zod';
import { checkAttachments } from './attachments.js';
import { invalidField, invalidRequest } from './invalidRequest.js';
import type { Sizes } from './options.js';

const MAX_DEPTH = 20;

// Not trimmed: the text of the earlier ask.
const notBlank = z.string().refine((value) => value.trim() !== '', 'must not be blank');
const short = z.string().max(200).optional();
const parts = z
  .array(
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('text'), text: notBlank, name: short }),
      z.strictObject({ type: z.literal('image'), mediaType: z.enum(IMAGE_TYPES), data: z.string(), name: short }),
    ]),
  )
  .optional();
const prefix = z
  .strictObject({
    id: z.string().min(1).max(200),
    // Deep nesting would end recursion.
    params: z
      .record(z.string(), z.unknown())
      .refine((params) => isShallow(params, MAX_DEPTH), `must not be nested deeper than ${MAX_DEPTH} levels`)
      .transform((params) => params as JsonObject)
      .optional(),
    thread: z.array(z.strictObject({ question: notBlank, parts, answer: notBlank, signature: short })).optional(),
  })
  .transform(({ id, params, thread }): PrefixRef => ({
    id,
    ...(params && { params }),
    ...(thread?.length && { thread }),
  }));

const answered = z.object({ answer: z.uuid() });
const resumeBody = answered.extend({
  /** The last event that arrived. */
  after: z.int().min(0),
  /** Characters that arrived, if the client can drop them. */
  had: z.int().min(0).optional(),
});
const warmBody = z.object({ prefix, trigger: z.string().max(40).optional() });
const asking = z.object({
  prefix,
  expectHash: z.string().max(128).optional(),
  waitedMs: z.number().min(0).optional(),
  answer: z.uuid().optional(),
  /** The question may have been asked before. */
  again: z.boolean().optional(),
});
const askBody = asking.extend({ question: notBlank, parts });
/** Of an AI SDK chat: the last message is the question. */
const chatBody = asking.extend({
  messages: z
    .array(
      z.object({
        role: z.enum(['user', 'assistant', 'system']),
        parts: z.array(
          z.looseObject({
            type: z.string(),
            text: z.string().optional(),
            mediaType: z.string().optional(),
            filename: short,
            url: z.string().optional(),
          }),
        ),
      }),
    )
    .min(1),
});

export type InputSizes = Pick<Sizes, 'maxQuestionLength' | 'maxThreadTurns' | 'maxParamsLength' | 'attachments'>;
export type WarmInput = z.infer<typeof warmBody>;
export type AskInput = z.infer<typeof asking> & { readonly turn: Turn };
export type ResumeInput = Readonly<z.infer<typeof resumeBody>>;

/** Like the next ones, throws `invalid-request` with the field's name. */
export function parseWarm(body: unknown, sizes: InputSizes): WarmInput {
  const input = check(warmBody, body);
  checkSizes(input.prefix, null, sizes);
  return input;
}

export function parseAsk(body: unknown, sizes: InputSizes): AskInput {
  const isChat = typeof body === 'object' && body !== null && 'messages' in body;
  const input = isChat ? fromChat(check(chatBody, body)) : fromAsk(check(askBody, body));
  const problem = questionError(input.turn.question, sizes.maxQuestionLength);
  if (problem) throw problem;
  checkSizes(input.prefix, input.turn, sizes);
  return input;
}

export function parseAdopt(body: unknown, sizes: InputSizes): AskInput & { readonly answer: string } {
  return { ...parseAsk(body, sizes), ...parseStop(body) };
}

export function parseStop(body: unknown): { readonly answer: string } {
  return check(answered, body);
}

export function parseResume(body: unknown): ResumeInput {
  return check(resumeBody, body);
}

/** An empty list would make another turn. */
function fromAsk({ question, parts: given, ...asked }: z.infer<typeof askBody>): AskInput {
  return { ...asked, turn: { question, ...(given?.length && { parts: given }) } };
}

function fromChat({ messages, ...asked }: z.infer<typeof chatBody>): AskInput {
  const read = turnOf(messages);
  if (!read) throw invalidRequest('body.messages: the last message must be the user’s, with text.');
  const { thread, ...turn } = read;
  return { ...asked, turn, prefix: { ...asked.prefix, ...(thread.length > 0 && { thread }) } };
}

function checkSizes({ thread = [], params }: PrefixRef, asked: Turn | null, sizes: InputSizes): void {
  const { maxThreadTurns, maxParamsLength, attachments } = sizes;
  if (thread.length > maxThreadTurns)
    throw invalidRequest(`The thread has ${thread.length} turns; at most ${maxThreadTurns} are allowed.`, 413);
  const length = params ? JSON.stringify(params).length : 0;
  if (length > maxParamsLength) {
    const message = `The prefix’s parameters have ${length} characters; at most ${maxParamsLength} are allowed.`;
    throw invalidRequest(message, 413);
  }
  checkAttachments({ thread }, asked, attachments);
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((part) => isShallow(part, levels - 1));
}

function check<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw invalidField('body', result.error.issues);
}
