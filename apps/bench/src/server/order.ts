/**
 * Faults. `reset-after`, `open-after`: after the complete answer; `tool`: seven seconds of input;
 * `event`, `error`, `bomb`: endless.
 */
export type Fault =
  | 'reset'
  | 'cut'
  | 'rate-limited'
  | 'silent'
  | 'echo'
  | 'reset-after'
  | 'open-after'
  | 'tool'
  | 'event'
  | 'error'
  | 'bomb';

export interface Order {
  readonly words: number;
  /** Milliseconds between words, or between batches of them. */
  readonly everyMs: number;
  /** Words the upstream writes at once. Default 1. */
  readonly batch?: number | undefined;
  readonly seed: number;
  /** True: each answer differs. Default false. */
  readonly sampled?: boolean | undefined;
  /** Default: none. */
  readonly fault?: Fault | undefined;
}

export function toQuestion({ words, everyMs, batch, seed, sampled, fault }: Order): string {
  const more = `${batch ? `,batch=${batch}` : ''}${sampled ? ',sampled=1' : ''}${fault ? `,fault=${fault}` : ''}`;
  return `ORDER words=${words},everyMs=${everyMs},seed=${seed}${more}`;
}

export function readOrder(text: string): Order {
  const match = /ORDER ([\w=,.-]+)/.exec(text)?.[1] ?? '';
  const fields = new Map(match.split(',').map((field) => field.split('=') as [string, string]));
  return {
    words: Number(fields.get('words') ?? 1),
    everyMs: Number(fields.get('everyMs') ?? 0),
    batch: Number(fields.get('batch') ?? 1),
    seed: Number(fields.get('seed') ?? 0),
    sampled: fields.has('sampled'),
    fault: fields.get('fault') as Fault | undefined,
  };
}
