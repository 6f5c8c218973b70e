import type { AskTiming } from '@forewarm/core/kit';

/** Times in milliseconds; `null` is unknown or did not happen. */
export interface TimingLane {
  /** Its name beside the bars. */
  readonly label: string;
  /** From focus to submit. */
  readonly typingMs: number;
  /** Waiting for a warm, after submit. */
  readonly waitedMs: number | null;
  /** Then, until the first token. */
  readonly modelMs: number | null;
  /** Then, until the answer's end. */
  readonly streamingMs: number | null;
  /** How long before submit the answer was begun, if it was. */
  readonly begunMs?: number | null | undefined;
  /** The warm, from focus. */
  readonly warm?: { readonly startMs: number; readonly durationMs: number } | null | undefined;
}

/** What `laneOf` makes a lane from. */
export interface LaneSource {
  /** Its name beside the bars. */
  label: string;
  /** Milliseconds from focus to submit. Default the ask's, else 0. */
  typingMs?: number | undefined;
  /** The ask's times; null before submit. */
  timing: AskTiming | null;
  /** Whether it is waiting for a warm. */
  joining?: boolean | undefined;
  /** Milliseconds since submit, for a running ask. */
  elapsedMs?: number | undefined;
  /** Default the ask's. */
  warm?: TimingLane['warm'];
}

/** Makes a lane from an ask's times. */
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

/** Drops what ran before focus, as on hover. */
function fromTouch(warm: AskTiming['warm'], typingMs: number): TimingLane['warm'] {
  if (!warm) return null;
  const startMs = Math.max(0, typingMs + warm.startMs);
  return { startMs, durationMs: Math.max(0, typingMs + warm.startMs + warm.durationMs - startMs) };
}

/** A lane's end, in milliseconds from focus. */
export function laneEnd({ typingMs, waitedMs, modelMs, streamingMs, warm }: TimingLane): number {
  const asked = typingMs + (waitedMs ?? 0) + (modelMs ?? 0) + (streamingMs ?? 0);
  return Math.max(asked, warm ? warm.startMs + warm.durationMs : 0);
}
