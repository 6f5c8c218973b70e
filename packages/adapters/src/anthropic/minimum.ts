/** Anthropic's guide, November 2026. Dated names start with one of these. */
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

/** Bedrock's region and maker. */
const HOSTED = /^(?:[a-z-]+\.)?anthropic\./;

/** Fewest tokens a model caches; null if unknown. */
export function minimumOf(model: string): number | null {
  const named = model.replace(HOSTED, '');
  const name = Object.keys(MINIMUM).find(
    (known) => named.startsWith(known) && /^(?:[-@]\d{8})?(?:-v\d+(?::\d+)?)?$/.test(named.slice(known.length)),
  );
  return name === undefined ? null : MINIMUM[name]!;
}
