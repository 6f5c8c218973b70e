import { invalid } from './apiError.js';

/** The versions of the Messages API that are emulated; SDK 1.x sends the newer, 0.x and most plain clients the older. */
export type ApiVersion = '2023-06-01' | '2026-10-21';

const VERSIONS: readonly string[] = ['2023-06-01', '2026-10-21'] satisfies ApiVersion[];

/** The version a request is made in; throws the API's 400 when the header is missing or names none that is emulated. */
export function versionOf(headers: Headers): ApiVersion {
  const version = headers.get('anthropic-version');
  if (version === null) throw invalid('anthropic-version: header is required');
  if (!VERSIONS.includes(version)) throw invalid(`anthropic-version: "${version}" is not a valid version`);
  return version as ApiVersion;
}
