import { median } from './median.js';
import type { Run } from './run.js';

export function comparison(runs: readonly Run[], typingMs: number): string {
  const of = (mode: Run['mode'], value: (run: Run) => number | null): number | null =>
    median(runs.filter((run) => run.mode === mode && run.typingMs === typingMs).map(value));
  const rows: [string, (run: Run) => number | null, (value: number | null) => string][] = [
    ['Time to first token, from submit', (run) => run.ttftMs, seconds],
    ['  waiting for the warm', (run) => run.waitedMs, seconds],
    ['  the model', (run) => run.modelTtftMs, seconds],
    ['Total response time, from submit', (run) => run.totalMs, seconds],
    ['Input tokens', (run) => run.usage.input, tokens],
    ['Output tokens', (run) => run.usage.output, tokens],
    ['Cache read input tokens', (run) => run.usage.cacheRead, tokens],
    ['Cache creation input tokens', (run) => run.usage.cacheWrite, tokens],
  ];
  const lines = rows.map(([label, value, show]) => {
    const cells = (['standard', 'speculative'] as const).map((mode) => show(of(mode, value)).padStart(14));
    return `  ${label.padEnd(36)}${cells.join('')}`;
  });
  const gain = (label: string, value: (run: Run) => number | null): string => {
    const standard = of('standard', value);
    const speculative = of('speculative', value);
    if (standard === null || speculative === null) return `  ${label.padEnd(36)}${'not known'.padStart(28)}`;
    const saved = standard - speculative;
    const verdict = `${((saved / standard) * 100).toFixed(1)} % (${seconds(Math.abs(saved))} ${saved >= 0 ? 'faster' : 'slower'})`;
    return `  ${label.padEnd(36)}${verdict.padStart(28)}`;
  };
  return [
    `Typing for ${seconds(typingMs)}`,
    `  ${''.padEnd(36)}${'standard'.padStart(14)}${'speculative'.padStart(14)}`,
    ...lines,
    gain('TTFT improvement', (run) => run.ttftMs),
    gain('Total time improvement', (run) => run.totalMs),
  ].join('\n');
}

function seconds(ms: number | null): string {
  return ms === null ? 'not known' : `${(ms / 1000).toFixed(2)} s`;
}

function tokens(count: number | null): string {
  return count === null ? 'not reported' : count.toLocaleString('en');
}
