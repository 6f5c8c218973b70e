/** The fewest tokens each model caches, as the vendor's guide has them in November 2026. Dated names begin with these. */
const MINIMUM: Readonly<Record<string, number>> = {
  'claude-opus-5': 512,
  'claude-fable-5-1': 512,
  'claude-mythos-5-1': 512,
  'claude-opus-4-8': 1024,
  'claude-sonnet-5': 1024,
  'claude-sonnet-4-6': 1024,
  'claude-sonnet-4-5': 1024,
  'claude-opus-4-7': 2048,
  'claude-opus-4-6': 4096,
  'claude-opus-4-5': 4096,
  'claude-haiku-4-5': 4096,
};

/** The fewest tokens a model caches; null where that is not known: newer models, and other engines. */
export function minimumOf(model: string): number | null {
  const name = Object.keys(MINIMUM).find(
    (known) => model === known || (/^-\d{8}$/.test(model.slice(known.length)) && model.startsWith(known)),
  );
  return name === undefined ? null : MINIMUM[name]!;
}
