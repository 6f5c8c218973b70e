import { ForewarmError, type Trigger, type WarmReport } from '@forewarm/core';
import { type KnownSkipReason, type SkippedResult, TRIGGERS, type WarmResponseBody } from '@forewarm/core/kit';
import { readJson } from '../body.js';
import type { Sizes } from '../options.js';
import { resolvePrefix } from '../prefixes.js';
import { json, toPublicError } from '../responses.js';
import { parseWarm } from '../schema.js';
import { admit, type Arrived, type Context } from './context.js';

/** After `unauthorized`: the person may sign in. */
const UNAUTHORIZED_RETRY_MS = 30_000;

/** `POST …/warm`: 200, also if refused; only an invalid request is an error. */
export async function warm(context: Context, arrived: Arrived): Promise<Response> {
  const { client, options, sizes } = context;
  const { request, connection } = arrived;
  const { prefix: named, trigger } = parseWarm(await readJson(request, sizes.maxBodyBytes), sizes);
  const admitted = await admit(context, arrived, named, 'warm').catch(toSkipped);
  if ('status' in admitted) return json(admitted);
  const { call, ref, refusal } = admitted;
  if (refusal) {
    const reason: KnownSkipReason = `${refusal.by}-limit`;
    return json({ status: 'skipped', reason, retryAfterMs: refusal.retryAfterMs });
  }
  const prefix = await resolvePrefix(options, ref, request, call.scope).catch(toSkipped);
  if ('status' in prefix) return json(prefix);
  const known = TRIGGERS.includes(trigger as Trigger) ? (trigger as Trigger) : 'manual';
  const warming = client.warm(prefix, { trigger: known });
  // For all visitors, so it continues without this one.
  connection.waitUntil?.(warming);
  return json(toBody(await warming, client.environment.now(), sizes));
}

function toSkipped(thrown: unknown): SkippedResult {
  if (!(thrown instanceof ForewarmError) || thrown.code !== 'unauthorized') throw thrown;
  const { retryAfterMs } = thrown;
  return { status: 'skipped', reason: 'unauthorized', retryAfterMs: retryAfterMs ?? UNAUTHORIZED_RETRY_MS };
}

function toBody(report: WarmReport, now: number, { maxQuestionLength }: Sizes): WarmResponseBody {
  if (report.status === 'failed') return { status: 'failed', error: toPublicError(report.error) };
  const { warmth } = report;
  if (warmth === null) {
    const { reason, retryAfterMs } = report as WarmReport & { status: 'skipped' };
    return { status: 'skipped', reason, ...(retryAfterMs === null ? {} : { retryAfterMs }) };
  }
  const { hash, method, usage, startedAt, expiresAt } = warmth;
  const wrote = report.status === 'warmed' && report.wrote;
  const times = { ttlMs: expiresAt - startedAt, ageMs: now - startedAt };
  return { status: 'warmed', hash, method, usage, wrote, ...times, maxQuestionLength };
}
