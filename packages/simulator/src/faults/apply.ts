import { ApiError, typeOf } from '../http/apiError.js';
import type { Frame } from '../http/sse.js';
import type { Faults } from './plan.js';

const DEFAULT_AFTER = 3;

export function breakFrames(frames: readonly Frame[], faults: Faults, errorEvent: string): readonly Frame[] {
  const { cut, error, malformed, hang } = faults;
  const stop = (n = DEFAULT_AFTER, last: Omit<Frame, 'after'>): readonly Frame[] => [
    ...frames.slice(0, n),
    { ...last, after: frames[Math.min(n, frames.length - 1)]?.after ?? 0 },
  ];
  if (cut) return stop(cut.after, { text: '', ends: 'broken' });
  if (hang) return stop(hang.after, { text: '', ends: 'hanging' });
  if (error) return stop(error.after, { text: errorEvent });
  if (!malformed) return frames;
  const text = (frames[malformed.after ?? DEFAULT_AFTER]?.text ?? '').replace(/^data: .*$/m, 'data: {"type":');
  return frames.map((frame, n) => (n === (malformed.after ?? DEFAULT_AFTER) ? { ...frame, text } : frame));
}

export function refuseByFault({ refuse }: Faults): void {
  if (!refuse) return;
  const { status = 500, retryAfter } = refuse;
  throw new ApiError(typeOf(status), `Refused with ${status} by a simulated fault`, {
    status,
    ...(retryAfter !== undefined && { headers: { 'retry-after': String(retryAfter) } }),
  });
}

export function refuseZero(faults: Faults, maxTokens: number): void {
  if (faults['refuse-zero'] && maxTokens === 0) {
    throw new ApiError('invalid_request_error', 'max_tokens: Input should be greater than or equal to 1', {
      status: 422,
    });
  }
}
