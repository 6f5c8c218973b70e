import { bad } from '../commandLine.js';

/** A provider's times in ms; `hitMs` and `coldMs` are TTFT. */
export interface Latency {
  readonly coldMs: number;
  readonly warmMs: number;
  readonly hitMs: number;
}

/** Anthropic's cookbook, two runs on 151,629 tokens; a warm takes as long as a cold question. */
export const COOKBOOK: Latency = { coldMs: 20_870, warmMs: 20_870, hitMs: 1_940 };

/** Reads `cookbook`, or `C,W,h` in seconds. */
export function parseLatency(value: string): Latency {
  if (value === 'cookbook') return COOKBOOK;
  const [cold, warm, hit, ...others] = value.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  const all = [cold, warm, hit].every((seconds) => seconds !== undefined && seconds > 0 && Number.isFinite(seconds));
  if (!all || others.length > 0 || hit! > cold! || hit! > warm!) {
    throw bad(
      '--latency',
      value,
      'cookbook, or C,W,h: seconds of a cold question, a warm and a hit, the hit the least',
    );
  }
  return { coldMs: cold! * 1_000, warmMs: warm! * 1_000, hitMs: hit! * 1_000 };
}
