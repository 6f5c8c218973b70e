/** People never warmed, to measure the effect. */
export interface Holdout {
  /** 0 to 1. */
  readonly share: number;
  /** A person's or device's stable id, which decides the group. */
  readonly unit: string | (() => string);
}

/** A larger share includes a smaller one. */
export function inHoldout({ share, unit }: Holdout): boolean {
  return fraction(typeof unit === 'function' ? unit() : unit) < share;
}

/** FNV-1a with a final mix, since FNV alone leaves the high bits of short texts alike. */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 0x100000000;
}
