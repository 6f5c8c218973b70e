import {
  invalidOption,
  type Prefix,
  type PrefixRef,
  type ForewarmClient,
  toForewarmError,
  type WarmReport,
} from '@forewarm/core';
import { type PrefixSource, resolvePrefix } from './prefixes.js';
import { type Scope, STRANGER } from './who/scope.js';
import { toScope } from './who/whoIs.js';

/** What to warm, for whom, and how many at once. */
export interface WarmAllOptions {
  /** What to warm. Default every prefix by its id, without parameters. */
  refs?: readonly PrefixRef[] | undefined;
  /** For whom, where entries are not shared by all. Default a stranger. */
  scope?: Scope | undefined;
  /** How many at once. Default 2: real questions come first at the backend's rate limit. */
  concurrency?: number | undefined;
  /** Ends it: what has not begun is left out. */
  signal?: AbortSignal | undefined;
}

/** The result of each warm, and their counts. */
export interface WarmAllReport {
  readonly results: readonly { readonly ref: PrefixRef; readonly report: WarmReport }[];
  /** Warms that were paid for. */
  readonly wrote: number;
  /** Entries that were there already. */
  readonly found: number;
  /** Warms the policy spoke against, such as its budget. */
  readonly skipped: number;
  readonly failed: number;
}

/**
 * Warms prefixes without a visitor, at a deploy or on a schedule. Each goes through the policy,
 * budget and events of a visitor's warm. Never rejects for a prefix that fails.
 */
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
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw invalidOption('warmAll', 'concurrency', concurrency, 'a whole number, 1 or more');
  }
  const results: { ref: PrefixRef; report: WarmReport }[] = [];
  const left = refs.values();
  const work = async (): Promise<void> => {
    for (const ref of left) {
      if (signal?.aborted) return;
      results.push({ ref, report: await warmOne(client, options, ref, scope) });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  const count = (test: (report: WarmReport) => boolean): number => results.filter(({ report }) => test(report)).length;
  const found = (report: WarmReport): boolean =>
    report.status === 'warmed' ? !report.wrote : report.status === 'skipped' && report.warmth !== null;
  return {
    results,
    wrote: count((report) => report.status === 'warmed' && report.wrote),
    found: count(found),
    skipped: count((report) => report.status === 'skipped' && !found(report)),
    failed: count(({ status }) => status === 'failed'),
  };
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
