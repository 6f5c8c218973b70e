/**
 * What may go wrong: `reset-after` and `open-after` once the answer is complete, `tool` is an input
 * of seven seconds, `event`, `error` and `bomb` have no end.
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

/** What a question orders of the bench's upstream. */
export interface Order {
  /** Words of the answer. */
  readonly words: number;
  /** Milliseconds between two words. */
  readonly everyMs: number;
  /** Which answer: its words follow from it. */
  readonly seed: number;
  /** Whether the model says something else each time it is asked. Default false. */
  readonly sampled?: boolean | undefined;
  /** What goes wrong, where something does. */
  readonly fault?: Fault | undefined;
}

/** An order as a question. */
export function toQuestion({ words, everyMs, seed, sampled, fault }: Order): string {
  const more = `${sampled ? ',sampled=1' : ''}${fault ? `,fault=${fault}` : ''}`;
  return `ORDER words=${words},everyMs=${everyMs},seed=${seed}${more}`;
}

/** The order within a request's text. */
export function readOrder(text: string): Order {
  const match = /ORDER ([\w=,.-]+)/.exec(text)?.[1] ?? '';
  const fields = new Map(match.split(',').map((field) => field.split('=') as [string, string]));
  return {
    words: Number(fields.get('words') ?? 1),
    everyMs: Number(fields.get('everyMs') ?? 0),
    seed: Number(fields.get('seed') ?? 0),
    sampled: fields.has('sampled'),
    fault: fields.get('fault') as Fault | undefined,
  };
}
