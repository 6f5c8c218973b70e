import * as z from 'zod';
import type { ApiVersion } from './version.js';
import { blocksOf, cacheControl, contentBlock, textBlock } from './blocks.js';

const message = z.strictObject({
  role: z.enum(['user', 'assistant', 'system']),
  content: blocksOf(contentBlock),
});

// Keeps the keys' order, part of the prompt; a zod object moves `type` first.
const inputSchema = z.record(z.string(), z.unknown()).refine((schema) => schema['type'] === 'object', {
  path: ['type'],
  message: "Input should be 'object'",
});

const customTool = z.strictObject({
  type: z.literal('custom').nullish(),
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,128}$/),
  description: z.string().optional(),
  input_schema: inputSchema,
  cache_control: cacheControl,
  allowed_callers: z.array(z.string()).optional(),
  defer_loading: z.boolean().optional(),
  eager_input_streaming: z.boolean().nullish(),
  input_examples: z.array(z.looseObject({})).optional(),
  strict: z.boolean().optional(),
});

// Anthropic's own tools: a dated type (`web_search_20250305`), any options.
const definedTool = z.looseObject({
  type: z.string().regex(/^[a-z_0-9]+_\d{8}$/, { abort: true }),
  name: z.string().optional(),
  cache_control: cacheControl,
});

const tool = z.union([customTool, definedTool]);

const parallel = { disable_parallel_tool_use: z.boolean().optional() };

const toolChoice = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('auto'), ...parallel }),
  z.strictObject({ type: z.literal('any'), ...parallel }),
  z.strictObject({ type: z.literal('tool'), name: z.string(), ...parallel }),
  z.strictObject({ type: z.literal('none') }),
]);

const display = { display: z.enum(['summarized', 'omitted']).nullish() };

const thinking = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('enabled'), budget_tokens: z.int().min(1024), ...display }),
  z.strictObject({ type: z.literal('adaptive'), ...display }),
  z.strictObject({ type: z.literal('between_tools') }),
  z.strictObject({ type: z.literal('disabled') }),
]);

const prompt = {
  model: z.string().min(1),
  messages: z.array(message),
  cache_control: cacheControl,
  output_config: z
    .strictObject({
      effort: z.enum(['low', 'medium', 'high', 'xhigh', 'max']).nullish(),
      format: z.strictObject({ type: z.literal('json_schema'), schema: z.looseObject({}) }).nullish(),
    })
    .optional(),
  speed: z.enum(['standard', 'fast']).nullish(),
  system: blocksOf(textBlock).default([]),
  thinking: thinking.optional(),
  tool_choice: toolChoice.optional(),
  tools: z.array(tool).optional(),
};

export const countTokensBody = z.strictObject(prompt);

const request = {
  ...prompt,
  max_tokens: z.int().min(0),
  container: z.unknown().optional(),
  diagnostics: z.strictObject({ previous_message_id: z.string().nullish() }).nullish(),
  inference_geo: z.string().nullish(),
  metadata: z.strictObject({ user_id: z.string().nullish() }).optional(),
  service_tier: z.enum(['auto', 'standard_only']).optional(),
  stop_sequences: z.array(z.string()).optional(),
  stream: z.boolean().optional(),
};

/** Not in version 2026-10-21. */
const sampling = {
  temperature: z.number().min(0).max(1).optional(),
  top_k: z.int().min(0).optional(),
  top_p: z.number().min(0).max(1).optional(),
};

export const messagesBodies = {
  '2023-06-01': z.strictObject({ ...request, ...sampling }),
  '2026-10-21': z.strictObject(request),
} as const satisfies Record<ApiVersion, unknown>;

/** Engines accept unknown fields. */
export const engineBody = z.looseObject({ ...request, ...sampling });

export type MessagesBody = z.infer<(typeof messagesBodies)['2026-10-21']> &
  Partial<z.infer<z.ZodObject<typeof sampling>>>;
export type PromptBody = z.infer<typeof countTokensBody>;
