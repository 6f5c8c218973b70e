import type { PastTurn, PrefixRef } from '@forewarm/core';
import { ForewarmError } from '@forewarm/core';
import { z } from 'zod';

const turn = z.strictObject({ question: z.string().trim().min(1), answer: z.string().trim().min(1) });
const prefixRef = z.strictObject({
  id: z.string().min(1).max(200),
  params: z.record(z.string(), z.json()).optional(),
  thread: z.array(turn).max(200).optional(),
});

const warmBody = z.object({ prefix: prefixRef, trigger: z.string().max(40).optional() });

const message = z.object({
  role: z.enum(['user', 'assistant', 'system']),
  parts: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
});
const expectHash = z.string().max(128).optional();
const waitedMs = z.number().min(0).optional();
const question = z.string().refine((text) => text.trim() !== '', 'must not be blank');
/** A question with its prefix, or the messages an AI SDK chat sends, the last of them the question. */
const askBody = z.union([
  z.object({ prefix: prefixRef, question, expectHash, waitedMs }),
  z.object({ prefix: prefixRef, messages: z.array(message).min(1).max(400), expectHash, waitedMs }),
]);

/** What a warm asks for. */
export interface WarmInput {
  readonly prefix: PrefixRef;
  readonly trigger: string | undefined;
}
/** What an ask asks for. */
export interface AskInput {
  readonly prefix: PrefixRef;
  readonly question: string;
  readonly expectHash: string | undefined;
  readonly waitedMs: number | undefined;
}

/** Reads the body of a warm; throws an `invalid-request` error that names the field. */
export function parseWarm(body: unknown): WarmInput {
  const { prefix, trigger } = check(warmBody, body);
  return { prefix: toRef(prefix), trigger };
}

/** Reads the body of an ask; throws an `invalid-request` error that names the field. */
export function parseAsk(body: unknown, maxQuestionLength: number): AskInput {
  const parsed = check(askBody, body);
  const ref = toRef(parsed.prefix);
  const { expectHash: expected, waitedMs: waited } = parsed;
  const asked = 'question' in parsed ? { prefix: ref, question: parsed.question } : fromMessages(ref, parsed.messages);
  const input = { ...asked, expectHash: expected, waitedMs: waited };
  if (input.question.length > maxQuestionLength) {
    const lengths = `${input.question.length} characters; at most ${maxQuestionLength} are taken`;
    throw new ForewarmError('invalid-request', `The question has ${lengths}.`, { status: 413 });
  }
  return input;
}

function check<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  // A union reports each arm; the arm the caller meant is the one with the fewest problems.
  const [issue] = result.error.issues.flatMap((problem) =>
    problem.code === 'invalid_union' && problem.errors.length > 0
      ? problem.errors.toSorted((a, b) => a.length - b.length)[0]!
      : [problem],
  );
  const path = ['body', ...(issue?.path ?? [])].join('.');
  throw new ForewarmError('invalid-request', `${path}: ${issue?.message ?? 'not what is expected'}.`, { status: 400 });
}

function toRef({ id, params, thread }: z.infer<typeof prefixRef>): PrefixRef {
  return { id, ...(params && { params }), ...(thread?.length ? { thread } : {}) };
}

/** An AI SDK chat: the last message is the question, the pairs before it are the thread. Turns that got no answer are left out. */
function fromMessages(prefix: PrefixRef, messages: z.infer<typeof message>[]): { prefix: PrefixRef; question: string } {
  const texts = messages.map(({ role, parts }) => ({
    role,
    text: parts.map((part) => (part.type === 'text' ? (part.text ?? '') : '')).join(''),
  }));
  const last = texts.at(-1);
  if (last?.role !== 'user' || last.text.trim() === '') {
    throw new ForewarmError('invalid-request', 'body.messages: the last message must be the user’s, with text.', {
      status: 400,
    });
  }
  const thread: PastTurn[] = [];
  for (const [index, { role, text }] of texts.entries()) {
    const before = texts[index - 1];
    if (role === 'assistant' && text.trim() !== '' && before?.role === 'user' && before.text.trim() !== '') {
      thread.push({ question: before.text, answer: text });
    }
  }
  return { prefix: { ...prefix, ...(thread.length > 0 && { thread }) }, question: last.text };
}
