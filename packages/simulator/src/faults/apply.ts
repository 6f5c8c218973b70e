import type { Lookup } from '../cache/promptCache.js';
import { ApiError, type ApiErrorType } from '../http/apiError.js';
import type { Frame } from '../http/sse.js';
import type { Faults } from './plan.js';

const DEFAULT_AFTER = 3;

/** Puts the faults of a request into its stream; `errorEvent` is what the wire sends for an error. */
export function breakFrames(frames: readonly Frame[], faults: Faults, errorEvent: string): readonly Frame[] {
  const { cut, error, malformed, hang } = faults;
  const due = (after: number): number => frames[Math.min(after, frames.length - 1)]?.at ?? 0;
  if (cut) return stop(frames, cut.after, (at) => ({ text: '', at, ends: 'broken' }), due);
  if (hang) return stop(frames, hang.after, (at) => ({ text: '', at, ends: 'hanging' }), due);
  if (error) return stop(frames, error.after, (at) => ({ text: errorEvent, at }), due);
  if (!malformed) return frames;
  const after = malformed.after ?? DEFAULT_AFTER;
  return frames.map((frame, n) =>
    n === after ? { ...frame, text: frame.text.replace(/^data: .*$/m, 'data: {"type":') } : frame,
  );
}

function stop(
  frames: readonly Frame[],
  after: number | undefined,
  last: (at: number) => Frame,
  due: (after: number) => number,
): readonly Frame[] {
  const n = after ?? DEFAULT_AFTER;
  return [...frames.slice(0, n), last(due(n))];
}

const TYPES: Record<number, { readonly type: ApiErrorType; readonly message: string }> = {
  400: { type: 'invalid_request_error', message: 'Refused by a simulated fault' },
  401: { type: 'authentication_error', message: 'invalid x-api-key' },
  403: { type: 'permission_error', message: 'Your API key does not have permission to use the specified resource.' },
  404: { type: 'not_found_error', message: 'Not Found' },
  413: { type: 'request_too_large', message: 'Request exceeds the maximum size' },
  429: {
    type: 'rate_limit_error',
    message: "This request would exceed your account's rate limit. Please try again later.",
  },
  500: { type: 'api_error', message: 'Internal server error' },
  504: { type: 'timeout_error', message: 'Request timed out' },
  529: { type: 'overloaded_error', message: 'Overloaded' },
};

/** Throws the error a request is to be refused with, if it is. */
export function refuseByFault({ refuse }: Faults): void {
  if (!refuse) return;
  const status = refuse.status ?? 500;
  const { type, message } = TYPES[status] ?? {
    type: 'api_error',
    message: `Refused with ${status} by a simulated fault`,
  };
  throw new ApiError(type, message, {
    status,
    ...(refuse.retryAfter !== undefined && { headers: { 'retry-after': String(refuse.retryAfter) } }),
  });
}

/** Throws a gateway's refusal of a request for no tokens at all, if it is to be refused. */
export function refuseZero(faults: Faults, maxTokens: number): void {
  if (faults['refuse-zero'] && maxTokens === 0) {
    throw new ApiError('invalid_request_error', 'max_tokens: Input should be greater than or equal to 1', {
      status: 422,
    });
  }
}

/** A lookup whose figures cannot be, for a usage that is wrong on purpose: more is read than the prompt holds. */
export function falsify(lookup: Lookup): Lookup {
  const whole = lookup.uncached + lookup.write + lookup.read;
  return { ...lookup, read: whole * 2, uncached: 0, write: 0, writes: {} };
}
