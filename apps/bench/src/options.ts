import { bad, parseOptions, whole } from './commandLine.js';

export interface BenchOptions {
  /** Default: the API if a key is set, else the simulator. */
  readonly baseUrl: string | undefined;
  readonly model: string;
  readonly context: string;
  readonly question: string | undefined;
  /** Milliseconds between focus and submit. */
  readonly typingMs: readonly number[];
  readonly runs: number;
  readonly maxTokens: number;
  /** Multiplies the simulator's latency and the typing times. */
  readonly timeScale: number;
  readonly json: boolean;
}

export const HELP = `npm run bench -- [options]

Makes the cookbook's two runs, standard and speculative, with the kit's handler and adapter, for each typing time.

  --base-url URL      an engine with a Messages endpoint; no key needed   [the API if ANTHROPIC_API_KEY is set, else a simulator]
  --model NAME        [claude-sonnet-4-6]
  --context ID|FILE   react-dom, sqlite-btree, or the path of a text file [react-dom]
  --question TEXT     [the context's example]
  --typing LIST       seconds from focus to submit, comma-separated       [3,25]
  --runs N            runs of each kind for each typing time; medians     [1]
  --max-tokens N      the longest answer                                  [400]
  --time-scale X      simulator only: 0.1 runs ten times as fast, typing included; figures are not scaled back [1]
  --json              one JSON object on standard output instead of the table
`;

export function readOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>): BenchOptions {
  const values = parseOptions(
    {
      'base-url': { type: 'string' },
      model: { type: 'string', default: env['MODEL'] || 'claude-sonnet-4-6' },
      context: { type: 'string', default: 'react-dom' },
      question: { type: 'string' },
      typing: { type: 'string', default: '3,25' },
      runs: { type: 'string', default: '1' },
      'max-tokens': { type: 'string', default: '400' },
      'time-scale': { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
    [...args],
  );
  const baseUrl = values['base-url'] ?? (env['ANTHROPIC_BASE_URL'] || undefined);
  if (baseUrl !== undefined && !/^https?:\/\//.test(baseUrl))
    throw bad('--base-url', baseUrl, 'an http or https address');
  const typingMs = values.typing.split(',').map((item) => {
    const seconds = Number(item.trim().replace(/s$/, ''));
    if (item.trim() === '' || !Number.isFinite(seconds) || seconds < 0)
      throw bad('--typing', values.typing, 'seconds, such as 0,3,25');
    return seconds * 1000;
  });
  return {
    baseUrl,
    model: values.model,
    context: values.context,
    question: values.question,
    typingMs,
    runs: whole('--runs', values.runs),
    maxTokens: whole('--max-tokens', values['max-tokens']),
    timeScale: positive('--time-scale', values['time-scale']),
    json: values.json,
  };
}

function positive(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isFinite(number) || number <= 0) throw bad(name, value, 'a number above 0');
  return number;
}
