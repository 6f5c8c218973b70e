import * as z from 'zod';
import { breakpoint, caching, ignored } from '../schema.js';

const part = z.looseObject({ type: z.string(), text: z.string().optional(), prompt_cache_breakpoint: breakpoint });

/** An item of `input`: a message, a function's call or its output; items of other kinds are carried along unread. */
const item = z.looseObject({
  type: z.string().optional(),
  role: z.enum(['user', 'assistant', 'system', 'developer']).optional(),
  content: z.union([z.string(), z.array(part)]).nullish(),
  output: z.union([z.string(), z.array(part)]).optional(),
});

/** The body of `POST /v1/responses`. */
export const responsesBody = z.strictObject({
  model: z.string().min(1),
  input: z.union([z.string(), z.array(item)]).optional(),
  instructions: z.string().nullish(),
  max_output_tokens: z.int().min(16).nullish(),
  previous_response_id: z.string().nullish(),
  reasoning: z.looseObject({ effort: z.string().nullish() }).nullish(),
  stream: z.boolean().nullish(),
  text: z
    .looseObject({ format: z.looseObject({ type: z.string(), schema: z.unknown().optional() }).optional() })
    .optional(),
  tool_choice: z
    .union([z.enum(['auto', 'none', 'required']), z.looseObject({ type: z.string(), name: z.string().optional() })])
    .optional(),
  tools: z
    .array(z.looseObject({ type: z.string(), name: z.string().optional(), parameters: z.unknown().optional() }))
    .nullish(),
  ...caching,
  ...ignored([
    'access_programs',
    'background',
    'context_management',
    'conversation',
    'generate',
    'image',
    'include',
    'max_tool_calls',
    'metadata',
    'moderation',
    'parallel_tool_calls',
    'prompt',
    'safety_identifier',
    'service_tier',
    'store',
    'stream_options',
    'temperature',
    'top_logprobs',
    'top_p',
    'truncation',
    'user',
  ]),
});

/** A parsed body of `POST /v1/responses`. */
export type ResponsesBody = z.infer<typeof responsesBody>;
/** A parsed item of `input`. */
export type InputItem = z.infer<typeof item>;
/** A parsed content part. */
export type InputPart = z.infer<typeof part>;
