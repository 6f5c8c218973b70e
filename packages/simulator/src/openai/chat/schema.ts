import * as z from 'zod';
import { breakpoint, caching, ignored } from '../schema.js';

const part = z.looseObject({ type: z.string(), text: z.string().optional(), prompt_cache_breakpoint: breakpoint });

const message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: z.union([z.string(), z.array(part)]).nullish(),
});

const tool = z.looseObject({
  type: z.string(),
  function: z.looseObject({ name: z.string(), parameters: z.unknown().optional() }).optional(),
});

/** The body of `POST /v1/chat/completions`; fields it does not know are taken without effect, as most engines with this endpoint do. */
export const chatBody = z.looseObject({
  model: z.string().min(1),
  messages: z.array(message).min(1),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  response_format: z
    .looseObject({ type: z.string(), json_schema: z.looseObject({ schema: z.unknown().optional() }).optional() })
    .optional(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  tool_choice: z
    .union([
      z.enum(['auto', 'none', 'required']),
      z.looseObject({ type: z.string(), function: z.looseObject({ name: z.string() }).optional() }),
    ])
    .optional(),
  tools: z.array(tool).nullish(),
  ...caching,
  ...ignored(['temperature', 'top_p', 'n', 'user', 'seed']),
});

/** A parsed body of `POST /v1/chat/completions`. */
export type ChatBody = z.infer<typeof chatBody>;
