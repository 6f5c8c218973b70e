import type { AskTiming } from '@forewarm/core/kit';

/**
 * One question on the time axis. Milliseconds, counted from the first touch of the input; `null` is
 * "not known" or "did not happen".
 */
export interface TimingLane {
  /** What it is called beside its bars. */
  readonly label: string;
  /** From the first touch of the input to submit. */
  readonly typingMs: number;
  /** From submit: waiting for a warm. */
  readonly waitedMs: number | null;
  /** After that, until the first token. */
  readonly modelMs: number | null;
  /** After that, until the end of the answer. */
  readonly streamingMs: number | null;
  /**
   * How long before submit the answer had been begun, drawn beneath too; absent or null where it
   * was not.
   */
  readonly begunMs?: number | null | undefined;
  /** The warm, drawn as a bar of its own beneath. */
  readonly warm?: { readonly startMs: number; readonly durationMs: number } | null | undefined;
}

/** What a lane is made from. */
export interface LaneSource {
  /** What it is called beside its bars. */
  label: string;
  /**
   * Milliseconds from the first touch of the input to submit. Default what the ask says, else 0.
   */
  typingMs?: number | undefined;
  /** The ask's times; null before submit. */
  timing: AskTiming | null;
  /** Whether it waits for a warm in flight now. */
  joining?: boolean | undefined;
  /** Milliseconds since submit, for a lane that is still growing. */
  elapsedMs?: number | undefined;
  /** Default what the ask says. */
  warm?: TimingLane['warm'];
}

/** A lane from the times of an ask, ended or under way. Pure. */
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
