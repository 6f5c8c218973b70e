import * as z from 'zod';

const ttl = z.enum(['30m', '12h']);

const part = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  prompt_cache_breakpoint: z.strictObject({ mode: z.literal('explicit'), ttl: ttl.optional() }).nullish(),
});

const content = z.union([z.string(), z.array(part)]);

/** openai 7.57. */
const shared = {
  model: z.string().min(1),
  stream: z.boolean().nullish(),
  tool_choice: z
    .union([
      z.enum(['auto', 'none', 'required']),
      z.looseObject({
        type: z.string(),
        name: z.string().optional(),
        function: z.looseObject({ name: z.string() }).optional(),
      }),
    ])
    .optional(),
  tools: z
    .array(
      z.looseObject({
        type: z.string(),
        name: z.string().optional(),
        parameters: z.unknown().optional(),
        function: z.looseObject({ name: z.string(), parameters: z.unknown().optional() }).optional(),
      }),
    )
    .nullish(),
  prompt_cache_key: z.string().nullish(),
  prompt_cache_options: z
    .strictObject({
      mode: z.enum(['implicit', 'explicit']).optional(),
      prewarm: z.boolean().optional(),
      ttl: ttl.optional(),
      comparison_response_id: z.string().nullish(),
    })
    .nullish(),
  prompt_cache_retention: z.enum(['in_memory', '24h']).nullish(),
};

const jsonSchema = z.looseObject({ schema: z.unknown().optional() });

/** Unknown fields have no effect, as in most engines. */
export const chatBody = z.looseObject({
  ...shared,
  messages: z
    .array(
      z.looseObject({
        role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
        content: content.nullish(),
      }),
    )
    .min(1),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  response_format: z.looseObject({ type: z.string(), json_schema: jsonSchema.optional() }).optional(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
});

const IGNORED = [
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
] as const;

type Ignored = Record<(typeof IGNORED)[number], z.ZodOptional<z.ZodUnknown>>;

const ignored = Object.fromEntries(IGNORED.map((name) => [name, z.unknown().optional()])) as Ignored;

/** Unknown items pass unread. */
export const responsesBody = z.strictObject({
  ...shared,
  input: z
    .union([
      z.string(),
      z.array(
        z.looseObject({
          type: z.string().optional(),
          role: z.enum(['user', 'assistant', 'system', 'developer']).optional(),
          content: content.nullish(),
          output: content.optional(),
        }),
      ),
    ])
    .optional(),
  instructions: z.string().nullish(),
  max_output_tokens: z.int().min(16).nullish(),
  previous_response_id: z.string().nullish(),
  reasoning: z.looseObject({ effort: z.string().nullish() }).nullish(),
  text: z.looseObject({ format: jsonSchema.extend({ type: z.string() }).optional() }).optional(),
  ...ignored,
});

export type ChatBody = z.infer<typeof chatBody>;
export type ResponsesBody = z.infer<typeof responsesBody>;
export type ContentPart = z.infer<typeof part>;
export type Caching = Pick<ChatBody, 'prompt_cache_key' | 'prompt_cache_options' | 'prompt_cache_retention'>;
