/** Each strategy's TTFT in ms after a think time. */
export interface Point {
  readonly thinkMs: number;
  readonly none: number;
  readonly cookbook: number;
  readonly wait: number;
  readonly race: number;
  readonly bound: number;
}

const SERIES = [
  { key: 'none', label: 'no warming', colour: '#5c6068', dash: '' },
  { key: 'cookbook', label: 'the cookbook', colour: '#b26a00', dash: '2 4' },
  { key: 'wait', label: 'wait', colour: '#1f5fbf', dash: '' },
  { key: 'race', label: 'race', colour: '#1a7f4b', dash: '' },
  { key: 'bound', label: 'bound', colour: '#b3261e', dash: '6 5' },
] as const;

const WIDTH = 720;
const HEIGHT = 400;
const LEFT = 56;
const BOTTOM = 44;
const TOP = 16;
const RIGHT = 128;

/** Draws an SVG, readable on light and dark. */
export function drawCurves(points: readonly Point[]): string {
  const lastMs = points.at(-1)!.thinkMs;
  const mostMs = Math.ceil(Math.max(...points.flatMap((point) => SERIES.map(({ key }) => point[key]))) / 5_000) * 5_000;
  const x = (ms: number): number => LEFT + (ms / lastMs) * (WIDTH - LEFT - RIGHT);
  const y = (ms: number): number => HEIGHT - BOTTOM - (ms / mostMs) * (HEIGHT - BOTTOM - TOP);
  const text = (at: [number, number], words: string, more = ''): string =>
    `<text x="${at[0]}" y="${at[1]}" ${more}>${words}</text>`;
  const grid = steps(mostMs).map(
    (ms) =>
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(ms)}" y2="${y(ms)}" stroke="#8884"/>${text([LEFT - 8, y(ms) + 4], String(ms / 1000), 'text-anchor="end"')}`,
  );
  const ticks = steps(lastMs).map((ms) =>
    text([x(ms), HEIGHT - BOTTOM + 18], String(ms / 1000), 'text-anchor="middle"'),
  );
  const lines = SERIES.map(({ key, colour, dash }) => {
    const path = points.map((point) => `${x(point.thinkMs).toFixed(1)},${y(point[key]).toFixed(1)}`).join(' ');
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>`;
  });
  const legend = SERIES.map(({ label, colour, dash }, index) => {
    const at = TOP + 12 + index * 22;
    const from = WIDTH - RIGHT + 12;
    return `<line x1="${from}" x2="${from + 24}" y1="${at - 4}" y2="${at - 4}" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>${text([from + 30, at], label)}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="system-ui, sans-serif" font-size="12" fill="#808080">`,
    '<title>Time to first token from submit against think time</title>',
    ...grid,
    ...ticks,
    text(
      [(LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8],
      'seconds between reaching for the input and submitting',
      'text-anchor="middle"',
    ),
    `<text transform="translate(14 ${(HEIGHT - BOTTOM + TOP) / 2}) rotate(-90)" text-anchor="middle">seconds from submit to the first token</text>`,
    ...lines,
    ...legend,
    '</svg>',
    '',
  ].join('\n');
}

/** A Markdown table, in seconds. */
export function tableOf(points: readonly Point[]): string {
  const seconds = (ms: number): string => (ms / 1000).toFixed(2);
  const rows = points.map(
    (point) => `| ${[point.thinkMs, ...SERIES.map(({ key }) => point[key])].map(seconds).join(' | ')} |`,
  );
  return [
    `| think | ${SERIES.map(({ label }) => label).join(' | ')} |`,
    `| ---: |${' ---: |'.repeat(SERIES.length)}`,
    ...rows,
    '',
  ].join('\n');
}

function steps(most: number): number[] {
  return Array.from({ length: Math.floor(most / 5_000) + 1 }, (_, n) => n * 5_000);
}
