import * as z from 'zod';

const ttl = z.enum(['30m', '12h']);

/** `prompt_cache_breakpoint` of a content part. */
export const breakpoint = z.strictObject({ mode: z.literal('explicit'), ttl: ttl.optional() }).nullish();

/** `prompt_cache_options` of a request (openai 7.57). */
export const cacheOptions = z
  .strictObject({
    mode: z.enum(['implicit', 'explicit']).optional(),
    prewarm: z.boolean().optional(),
    ttl: ttl.optional(),
    comparison_response_id: z.string().nullish(),
  })
  .nullish();

/** Parameters about the cache that both endpoints take. */
export const caching = {
  prompt_cache_key: z.string().nullish(),
  prompt_cache_options: cacheOptions,
  prompt_cache_retention: z.enum(['in_memory', '24h']).nullish(),
};

/** Fields that are accepted and have no effect. */
export function ignored<const Names extends readonly string[]>(
  names: Names,
): Record<Names[number], z.ZodOptional<z.ZodUnknown>> {
  return Object.fromEntries(names.map((name) => [name, z.unknown().optional()])) as Record<
    Names[number],
    z.ZodOptional<z.ZodUnknown>
  >;
}

/** What of a request says how its prompt is cached. */
export type Caching = z.infer<z.ZodObject<typeof caching>>;
