import type { Latency } from './latency.js';
import type { Visit, Way } from './replay.js';

const WIDTH = 720;
const HEIGHT = 400;
const LEFT = 56;
const RIGHT = 16;
const TOP = 36;
const BOTTOM = 44;
/** Longest typing time drawn, in ms: nine of ten drafts took less. */
const LONGEST_MS = 100_000;

const DRAWN = [
  { name: 'conservative', label: 'warmed at the first key', colour: '#1f5fbf' },
  { name: 'eager', label: 'five seconds earlier', colour: '#1a7f4b' },
  { name: 'conservative, speculative', label: 'answer begun in a pause', colour: '#b26a00' },
] as const;

/** Draws a dot per draft, and the bound for a warm at the first key. Readable on light and dark. */
export function drawTyping(ways: readonly Way[], visits: readonly (readonly Visit[])[], latency: Latency): string {
  const { coldMs, warmMs, hitMs } = latency;
  const mostMs = Math.ceil((coldMs + hitMs) / 5_000) * 5_000;
  const x = (ms: number): number => LEFT + (ms / LONGEST_MS) * (WIDTH - LEFT - RIGHT);
  const y = (ms: number): number => HEIGHT - BOTTOM - (ms / mostMs) * (HEIGHT - BOTTOM - TOP);
  const text = (atX: number, atY: number, words: string, more = ''): string =>
    `<text x="${atX}" y="${atY}" ${more}>${words}</text>`;
  const steps = (most: number, step: number): number[] =>
    Array.from({ length: Math.floor(most / step) + 1 }, (_, n) => n * step);
  const grid = steps(mostMs, 5_000).map(
    (ms) =>
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(ms)}" y2="${y(ms)}" stroke="#8884"/>${text(LEFT - 8, y(ms) + 4, String(ms / 1_000), 'text-anchor="end"')}`,
  );
  const ticks = steps(LONGEST_MS, 20_000).map((ms) =>
    text(x(ms), HEIGHT - BOTTOM + 18, String(ms / 1_000), 'text-anchor="middle"'),
  );
  const dots = DRAWN.map(({ name, colour }) => {
    const index = ways.findIndex((way) => way.name === name);
    const path = (visits[index] ?? []).flatMap(({ typingMs, ttftMs }) =>
      ttftMs === null || typingMs > LONGEST_MS ? [] : [`M${x(typingMs).toFixed(1)} ${y(ttftMs).toFixed(1)}h0`],
    );
    return `<path d="${path.join('')}" stroke="${colour}" stroke-width="3.2" stroke-linecap="round" stroke-opacity="0.55" fill="none"/>`;
  });
  const bound = [0, Math.max(0, warmMs + hitMs - coldMs), warmMs, LONGEST_MS]
    .map((typing) => `${x(typing).toFixed(1)},${y(Math.min(coldMs, Math.max(0, warmMs - typing) + hitMs)).toFixed(1)}`)
    .join(' ');
  const legend = [...DRAWN, { label: 'bound of a warm at the first key', colour: '#b3261e' }].map(
    ({ label, colour }, index) => {
      const from = LEFT + index * 165;
      return `<circle cx="${from + 4}" cy="14" r="4" fill="${colour}"/>${text(from + 14, 18, label)}`;
    },
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="system-ui, sans-serif" font-size="11" fill="#808080">`,
    '<title>Time to first token from submit against typing time, each draft a dot</title>',
    ...grid,
    ...ticks,
    ...dots,
    `<polyline points="${bound}" fill="none" stroke="#b3261e" stroke-width="1.5" stroke-dasharray="6 5"/>`,
    ...legend,
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, 'seconds from the first key to submit', 'text-anchor="middle"'),
    `<text transform="translate(14 ${(HEIGHT - BOTTOM + TOP) / 2}) rotate(-90)" text-anchor="middle">seconds from submit to the first token</text>`,
    '</svg>',
    '',
  ].join('\n');
}
