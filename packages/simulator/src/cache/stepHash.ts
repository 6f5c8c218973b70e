import { PrefixHash } from './prefixHash.js';
import { BYTES_PER_TOKEN } from './tokens.js';

/** Cuts text that is fed in pieces into steps of equal length, and hashes everything up to the end of each. */
export class StepHash {
  private readonly hash = new PrefixHash();
  private readonly units: number;
  private readonly found: number[] = [];
  private rest = '';

  /** `stepTokens` is the length of a step; a token is taken as {@link BYTES_PER_TOKEN} UTF-16 units. */
  constructor(stepTokens: number) {
    this.units = stepTokens * BYTES_PER_TOKEN;
  }

  /** Mixes in what has no length, for all steps that end after it. */
  mix(value: string): void {
    this.hash.update(value);
  }

  update(text: string): void {
    const joined = this.rest + text;
    let at = 0;
    for (; at + this.units <= joined.length; at += this.units) {
      this.hash.update(joined.slice(at, at + this.units));
      this.found.push(...this.hash.halves());
    }
    this.rest = joined.slice(at);
  }

  /** The two 32-bit halves of every full step's hash, in order. */
  finish(): Uint32Array {
    return Uint32Array.from(this.found);
  }
}
