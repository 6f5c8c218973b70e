import type { AskTiming } from '@forewarm/core/kit';

/**
 * One question on the time axis. Milliseconds from focus; `null` is "not known" or "did not
 * happen".
 */
export interface TimingLane {
  /** Its name beside the bars. */
  readonly label: string;
  /** From focus to submit. */
  readonly typingMs: number;
  /** After submit: waiting for a warm. */
  readonly waitedMs: number | null;
  /** After that, until the first token. */
  readonly modelMs: number | null;
  /** After that, until the end of the answer. */
  readonly streamingMs: number | null;
  /** How long before submit the answer was begun, drawn beneath; absent or null if it was not. */
  readonly begunMs?: number | null | undefined;
  /** The warm, drawn as its own bar beneath. */
  readonly warm?: { readonly startMs: number; readonly durationMs: number } | null | undefined;
}

/** The times that `laneOf` makes a lane from. */
export interface LaneSource {
  /** Its name beside the bars. */
  label: string;
  /** Milliseconds from focus to submit. Default the ask's own, else 0. */
  typingMs?: number | undefined;
  /** The ask's times; null before submit. */
  timing: AskTiming | null;
  /** Whether it is waiting for a warm in flight. */
  joining?: boolean | undefined;
  /** Milliseconds since submit, for a lane that still grows. */
  elapsedMs?: number | undefined;
  /** Default what the ask says. */
  warm?: TimingLane['warm'];
}

/** Makes a lane from the times of an ask, finished or running. Pure. */
export function laneOf({ label, timing, joining = false, elapsedMs, ...given }: LaneSource): TimingLane {
  const { typingMs = timing?.typedMs ?? 0 } = given;
  const { warm = fromTouch(timing?.warm ?? null, typingMs) } = given;
  if (!timing) return { label, typingMs, waitedMs: null, modelMs: null, streamingMs: null, warm };
  const { ttftMs, waitedMs, totalMs } = timing;
  const end = totalMs ?? elapsedMs ?? ttftMs ?? 0;
  const waited = waitedMs ?? (joining ? end : 0);
  return {
    label,
    typingMs,
    waitedMs: joining ? waited : waitedMs,
    modelMs: Math.max(0, (ttftMs ?? end) - waited),
    streamingMs: ttftMs === null ? null : Math.max(0, end - ttftMs),
    begunMs: timing.begunMs,
    warm,
  };
}

/**
 * A warm's place on the lane. What of it ran before the first touch, as one by hover does, is off
 * the picture.
 */
function fromTouch(warm: AskTiming['warm'], typingMs: number): TimingLane['warm'] {
  if (!warm) return null;
  const startMs = Math.max(0, typingMs + warm.startMs);
  return { startMs, durationMs: Math.max(0, typingMs + warm.startMs + warm.durationMs - startMs) };
}

/** Where a lane ends, in milliseconds from the first touch. */
export function laneEnd({ typingMs, waitedMs, modelMs, streamingMs, warm }: TimingLane): number {
  const asked = typingMs + (waitedMs ?? 0) + (modelMs ?? 0) + (streamingMs ?? 0);
  return Math.max(asked, warm ? warm.startMs + warm.durationMs : 0);
}
