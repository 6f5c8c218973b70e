import { type Prefix, type PrefixRef, type ForewarmClient, toForewarmError, type WarmReport } from '@forewarm/core';
import { wholeNumber } from '@forewarm/core/kit';
import { type PrefixSource, resolvePrefix } from './prefixes.js';
import { type Scope, STRANGER } from './who/scope.js';
import { toScope } from './who/whoIs.js';

/** What to warm, and for whom. */
export interface WarmAllOptions {
  /** Default: every prefix by its id, without parameters. */
  refs?: readonly PrefixRef[] | undefined;
  /** If entries aren't shared by all. Default: a stranger. */
  scope?: Scope | undefined;
  /** How many at once. Default 2: questions need the backend's rate limit more. */
  concurrency?: number | undefined;
  /** Starts no more warms. */
  signal?: AbortSignal | undefined;
}

export interface WarmAllReport {
  readonly results: readonly { readonly ref: PrefixRef; readonly report: WarmReport }[];
  /** Paid warms. */
  readonly wrote: number;
  readonly found: number;
  readonly skipped: number;
  readonly failed: number;
}

/** Warms without a visitor; never rejects for a failed prefix. */
export async function warmAll(
  client: ForewarmClient<Prefix>,
  options: PrefixSource,
  {
    refs = Object.keys(options.prefixes).map((id) => ({ id })),
    scope = STRANGER,
    concurrency = 2,
    signal,
  }: WarmAllOptions = {},
): Promise<WarmAllReport> {
  wholeNumber('warmAll', 'concurrency', concurrency);
  const results: { ref: PrefixRef; report: WarmReport }[] = [];
  const counts = { wrote: 0, found: 0, skipped: 0, failed: 0 };
  const left = refs.values();
  const work = async (): Promise<void> => {
    for (const ref of left) {
      if (signal?.aborted) return;
      const report = await warmOne(client, options, ref, scope);
      results.push({ ref, report });
      counts[resultOf(report)]++;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return { results, ...counts };
}

function resultOf(report: WarmReport): 'wrote' | 'found' | 'skipped' | 'failed' {
  if (report.status === 'warmed') return report.wrote ? 'wrote' : 'found';
  return report.status === 'skipped' && report.warmth !== null ? 'found' : report.status;
}

async function warmOne(
  client: ForewarmClient<Prefix>,
  options: PrefixSource,
  ref: PrefixRef,
  scope: Scope,
): Promise<WarmReport> {
  try {
    const request = new Request('http://localhost/warm', { method: 'POST' });
    const prefix = await resolvePrefix(options, ref, request, toScope(scope));
    return await client.warm(prefix, { trigger: 'manual' });
  } catch (thrown) {
    return { status: 'failed', error: toForewarmError(thrown) };
  }
}
