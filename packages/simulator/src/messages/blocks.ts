import * as z from 'zod';

export const cacheControl = z
  .strictObject({ type: z.literal('ephemeral'), ttl: z.enum(['5m', '1h']).optional() })
  .nullish();

/** A string is one text block, an empty one none. */
export const blocksOf = <Block extends z.ZodType>(block: Block): z.ZodPreprocess<z.ZodArray<Block>> =>
  z.preprocess((given) => {
    if (typeof given !== 'string') return given;
    return given === '' ? [] : [{ type: 'text', text: given }];
  }, z.array(block));

const citations = z.looseObject({ enabled: z.boolean().optional() }).nullish();

export const textBlock = z.strictObject({
  type: z.literal('text'),
  text: z.string(),
  cache_control: cacheControl,
  citations: z.array(z.unknown()).nullish(),
});

const imageBlock = z.strictObject({
  type: z.literal('image'),
  source: z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('base64'),
      data: z.string(),
      media_type: z.enum(['image/jpeg', 'image/png', 'image/gif', 'image/webp']),
    }),
    z.strictObject({ type: z.literal('url'), url: z.string() }),
    z.strictObject({ type: z.literal('file'), file_id: z.string() }),
  ]),
  cache_control: cacheControl,
  transformations: z.looseObject({}).nullish(),
});

const documentBlock = z.strictObject({
  type: z.literal('document'),
  source: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('base64'), data: z.string(), media_type: z.literal('application/pdf') }),
    z.strictObject({ type: z.literal('text'), data: z.string(), media_type: z.literal('text/plain') }),
    z.strictObject({ type: z.literal('content'), content: blocksOf(z.unknown()) }),
    z.strictObject({ type: z.literal('url'), url: z.string() }),
    z.strictObject({ type: z.literal('file'), file_id: z.string() }),
  ]),
  cache_control: cacheControl,
  citations,
  context: z.string().nullish(),
  title: z.string().nullish(),
});

const searchResultBlock = z.strictObject({
  type: z.literal('search_result'),
  content: z.array(textBlock),
  source: z.string(),
  title: z.string(),
  cache_control: cacheControl,
  citations,
});

const toolReference = z.looseObject({ type: z.enum(['tool_reference', 'browser_state']), cache_control: cacheControl });

const toolResultBlock = z.strictObject({
  type: z.literal('tool_result'),
  tool_use_id: z.string(),
  content: blocksOf(
    z.discriminatedUnion('type', [textBlock, imageBlock, documentBlock, searchResultBlock, toolReference]),
  ).default([]),
  is_error: z.boolean().optional(),
  toolset_name: z.string().nullish(),
  cache_control: cacheControl,
});

const toolUseBlock = z.strictObject({
  type: z.literal('tool_use'),
  id: z.string(),
  name: z.string(),
  input: z.looseObject({}),
  caller: z.looseObject({ type: z.string() }).optional(),
  toolset_name: z.string().nullish(),
  cache_control: cacheControl,
});

const thinkingBlock = z.strictObject({ type: z.literal('thinking'), thinking: z.string(), signature: z.string() });
const redactedThinkingBlock = z.strictObject({ type: z.literal('redacted_thinking'), data: z.string() });

// Server tools don't run here.
const serverBlock = z.looseObject({
  type: z.enum([
    'server_tool_use',
    'web_search_tool_result',
    'web_fetch_tool_result',
    'code_execution_tool_result',
    'bash_code_execution_tool_result',
    'text_editor_code_execution_tool_result',
    'tool_search_tool_result',
    'container_upload',
  ]),
  cache_control: cacheControl,
});

export const contentBlock = z.discriminatedUnion('type', [
  textBlock,
  imageBlock,
  documentBlock,
  searchResultBlock,
  toolResultBlock,
  toolUseBlock,
  thinkingBlock,
  redactedThinkingBlock,
  serverBlock,
]);

export type ContentBlock = z.infer<typeof contentBlock>;
export type CacheControl = z.infer<typeof cacheControl>;
