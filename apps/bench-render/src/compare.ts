import type { Measured } from './measure.js';
import type { Kit } from './pages.js';

const RATIOS = ['scriptMs', 'taskMs', 'peakHeapBytes', 'pasteMs', 'keyInPasteMs', 'openCpuMs', 'typingCpuMs'] as const;
/** What the others' figures are divided by. */
const BASES: readonly Kit[] = ['floor', 'streamdown', 'turns2'];

type Ratios = Readonly<Record<string, number>>;

export interface Compared {
  /** Medians of the runs. */
  readonly kits: Readonly<Record<string, Measured>>;
  readonly base: Kit;
  /** Each kit's figures divided by the base's. */
  readonly toBase: Readonly<Record<string, Ratios>>;
  /** The ask box's divided by each other kit's. */
  readonly forewarmTo: Readonly<Record<string, Ratios>>;
  readonly table: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly lines: readonly string[];
}

/** Sets kits beside each other; the first is ours. */
export function compare(runs: ReadonlyMap<Kit, readonly Measured[]>): Compared {
  const names = [...runs.keys()];
  const [ours] = names as [Kit];
  const base = names.find((kit) => BASES.includes(kit)) ?? ours;
  const medians = new Map(names.map((kit) => [kit, medianOf(runs.get(kit)!)]));
  const ratio = (kit: Kit, other: Kit, name: keyof Measured): number =>
    medians.get(kit)![name] / medians.get(other)![name];
  const ratiosOf = (kit: Kit, other: Kit): Ratios =>
    Object.fromEntries(RATIOS.map((name) => [name, ratio(kit, other, name)]));
  const others = names.filter((kit) => kit !== ours);
  const share = (kit: Kit): string => RATIOS.map((name) => `${name} ${ratio(ours, kit, name).toFixed(2)}`).join(', ');
  const told = (kit: Kit, name: keyof Measured, per = 1): string => {
    const value = medians.get(kit)![name] / per;
    const text = value < 100 ? value.toFixed(1) : value.toFixed(0);
    return kit === base ? text : `${text} (${ratio(kit, base, name).toFixed(2)}×)`;
  };
  const row = (kit: Kit): Readonly<Record<string, string>> => {
    const measured = medians.get(kit)!;
    return {
      commits: String(measured.commits),
      frames: String(Math.round(measured.frames)),
      'most per frame': String(measured.mostPerFrame),
      'script ms': told(kit, 'scriptMs'),
      'main thread ms': told(kit, 'taskMs'),
      'peak heap MB': told(kit, 'peakHeapBytes', 1_000_000),
      'tasks over 50 ms': `${measured.longTasks} (longest ${Math.round(measured.longestTaskMs)} ms)`,
      '… of processor time': `${measured.longCpuTasks} (longest ${measured.longestTaskCpuMs.toFixed(1)} ms)`,
      'opened, ms': told(kit, 'openCpuMs'),
      '200 characters typed, ms': `${told(kit, 'typingCpuMs')}, ${measured.longTypingTasks} over 50 ms`,
      'commits while typing 200': String(measured.typingCommits),
      'paste of 100,000, ms': `${told(kit, 'pasteMs')}, ${measured.pasteCommits} commits`,
      'a key in it, ms': told(kit, 'keyInPasteMs'),
    };
  };
  return {
    kits: Object.fromEntries(medians),
    base,
    toBase: Object.fromEntries(names.map((kit) => [kit, ratiosOf(kit, base)])),
    forewarmTo: Object.fromEntries(others.map((kit) => [kit, ratiosOf(ours, kit)])),
    table: Object.fromEntries(names.map((kit) => [kit, row(kit)])),
    lines: others.map((kit) => `${ours} ÷ ${kit}: ${share(kit)}`),
  };
}

function medianOf(measured: readonly Measured[]): Measured {
  const names = Object.keys(measured[0]!) as (keyof Measured)[];
  const middle = (name: keyof Measured): number => {
    const sorted = measured.map((one) => one[name]).toSorted((a, b) => a - b);
    return sorted[sorted.length >> 1]!;
  };
  return Object.fromEntries(names.map((name) => [name, middle(name)])) as unknown as Measured;
}
