import type { Parts } from './parts.js';

/** Where the server's processor time goes, beside a route by hand. */
export interface ProfileResult {
  readonly scenario: string;
  /** What each number counts. */
  readonly unit: string;
  readonly kit: Parts;
  readonly byHand: Parts;
  /** Answers that failed, or were not the upstream's. */
  readonly wrong: number;
  readonly ok: boolean;
}

/** The parts, the largest first; those under a hundredth of the handler's time as one. */
export function profileTable({ unit, kit, byHand }: ProfileResult): string {
  const sum = (parts: Parts): number => Object.values(parts).reduce((all, time) => all + time, 0);
  const all = sum(kit);
  const names = [...new Set([...Object.keys(kit), ...Object.keys(byHand)])];
  const most = (name: string): number => Math.max(kit[name] ?? 0, byHand[name] ?? 0);
  const large = names.filter((name) => most(name) >= all / 100).toSorted((a, b) => most(b) - most(a));
  const rest = names.filter((name) => !large.includes(name));
  const of = (parts: Parts, which: readonly string[]): number =>
    which.reduce((time, name) => time + (parts[name] ?? 0), 0);
  const row = (label: string, which: readonly string[]): string => {
    const cells = [of(kit, which), of(byHand, which), of(kit, which) - of(byHand, which)];
    return `${label.padEnd(36)}${cells.map((time) => time.toFixed(2).padStart(14)).join('')}`;
  };
  return [
    `${unit.padEnd(36)}${['handler', 'by hand', 'difference'].map((head) => head.padStart(14)).join('')}`,
    ...large.map((name) => row(name, [name])),
    row('the rest', rest),
    row('all', names),
  ].join('\n');
}
