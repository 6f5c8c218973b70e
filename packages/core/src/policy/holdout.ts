/** People who are never warmed, to measure the effect. */
export interface Holdout {
  /** 0 to 1. */
  readonly share: number;
  /** Stable id of a person or device, which decides its group. */
  readonly unit: string | (() => string);
}

/** Depends only on unit and share; a larger share includes a smaller one. */
export function inHoldout({ share, unit }: Holdout): boolean {
  return fraction(typeof unit === 'function' ? unit() : unit) < share;
}

/**
 * Maps a text evenly to 0 up to 1: FNV-1a with a final mix, since FNV alone leaves the high bits of
 * short texts alike.
 */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x100000000;
}
