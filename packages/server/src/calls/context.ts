import {
  type ForewarmClient,
  ForewarmError,
  type Prefix,
  type PrefixRef,
  toForewarmError,
  type WarmStore,
} from '@forewarm/core';
import type { Refusal } from '../limits/limits.js';
import type { HandlerOptions, Sizes } from '../options.js';
import { provenThread } from '../signTurns.js';
import type { OpenStreams } from '../stream/openStreams.js';
import { type Call, requireAuthorized } from '../who/authorize.js';
import type { Connection } from '../who/scope.js';
import { whoIs } from '../who/whoIs.js';

export interface Context {
  readonly options: HandlerOptions;
  readonly sizes: Sizes;
  readonly client: ForewarmClient<Prefix>;
  readonly store: WarmStore;
  readonly streams: OpenStreams;
  /** Each ends an answer begun before its question, or a starter's that nobody asked. */
  readonly parked: Map<string, () => void>;
}

export interface Arrived {
  readonly request: Request;
  readonly connection: Connection;
}

/**
 * Returns a limit's refusal. Throws `unauthorized`, or `invalid-request` for a forged turn, which
 * counts for the limits.
 */
export async function admit(
  { options }: Context,
  { request, connection }: Arrived,
  named: PrefixRef,
  action: Call['action'] | 'speculate',
): Promise<{ readonly call: Call; readonly ref: PrefixRef; readonly refusal: Refusal | null }> {
  const { identify, authorize, limits, signTurns } = options;
  const scope = await whoIs(identify, request, connection);
  const call = { action: action === 'speculate' ? 'ask' : action, scope };
  const proven = await provenThread(signTurns, named).catch(toForewarmError);
  const isForged = proven instanceof ForewarmError;
  const ref = isForged ? { ...named, thread: undefined } : proven;
  await requireAuthorized(authorize, request, ref, call);
  const refusal = (await limits?.count({ scope, action, connection, prefix: ref, request })) ?? null;
  if (isForged && !refusal) throw proven;
  return { call, ref, refusal };
}

const BY: Record<Refusal['by'], string> = {
  user: 'Too many requests from you',
  address: 'Too many requests from your address',
  prefix: 'Too many requests about this',
  total: 'Too many requests',
  streams: 'You have too many answers open at once',
};

export function tooMany({ by, retryAfterMs }: Refusal): ForewarmError {
  const seconds = Math.ceil(retryAfterMs / 1000);
  return new ForewarmError('rate-limited', `${BY[by]}; try again in ${seconds} s.`, { status: 429, retryAfterMs });
}

/**
 * With one engine for all, a question ends what nobody asked, except the generation it waits for.
 */
export function goFirst({ options: { speculativeAnswers: early }, parked }: Context, own?: string): void {
  if (typeof early !== 'object' || !early.yields) return;
  for (const [key, end] of parked) if (key !== own) end();
}
