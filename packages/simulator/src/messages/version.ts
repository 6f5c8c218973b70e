import type { Config } from '../engine/options.js';
import { invalid } from '../http/apiError.js';

/** SDK 1.x sends the newer, 0.x the older. */
const VERSIONS = ['2023-06-01', '2026-10-21'] as const;

export type ApiVersion = (typeof VERSIONS)[number];

/** Throws the API's 400. Only Claude's API requires a version. */
export function versionOf({ engine }: Config, headers: Headers): ApiVersion {
  if (engine !== 'claude') return '2023-06-01';
  const named = headers.get('anthropic-version');
  if (named === null) throw invalid('anthropic-version: header is required');
  const version = VERSIONS.find((each) => each === named);
  if (!version) throw invalid(`anthropic-version: "${named}" is not a valid version`);
  return version;
}
