import { ENGLISH, formatSeconds, laneOf, type TimingLane } from '@forewarm/react';
import { type ReactNode, useEffect, useState } from 'react';
import { TimingLanes } from '../../../apps/charts/src/TimingLanes.js';
import { TtftHistory, type TtftRun } from '../../../apps/charts/src/TtftHistory.js';
import { RaceRun, type RaceSettings } from './RaceRun.js';
import './race.css';

export interface RaceProps extends RaceSettings {}

const SLIDERS: readonly {
  name: keyof RaceSettings;
  label: string;
  min: number;
  max: number;
  step: number;
  unit: string;
}[] = [
  {
    name: 'thinkS',
    label: 'Think time',
    min: 0,
    max: 30,
    step: 1,
    unit: 's from the first touch of the input to submit',
  },
  { name: 'tokens', label: 'Context', min: 5_000, max: 180_000, step: 5_000, unit: 'tokens' },
  {
    name: 'ttlS',
    label: 'Life of an entry',
    min: 5,
    max: 300,
    step: 5,
    unit: 's from the start of the request that wrote it',
  },
  { name: 'speed', label: 'Speed', min: 1, max: 40, step: 1, unit: 'times life' },
];

/** Two lanes ask the same question at the same moment; only one has been warmed. Everything runs in this page, on the simulator. */
export function Race(initial: RaceProps): ReactNode {
  const [settings, setSettings] = useState<RaceSettings>(initial);
  const [run, setRun] = useState<RaceRun | null>(null);
  const [past, setPast] = useState<readonly TtftRun[]>([]);
  const ended = useFrames(run);
  useEffect(() => () => run?.stop(), [run]);
  const onEnd = (over: RaceRun): void => {
    const ttft = (name: 'standard' | 'speculative'): number | null => over.lane(name).timing?.ttftMs ?? null;
    const ttftMs = { standard: ttft('standard'), speculative: ttft('speculative') };
    setPast((before) => [...before, { id: before.length + 1, ttftMs }]);
  };
  return (
    <div className="race">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setRun(new RaceRun(settings, onEnd));
        }}
      >
        {SLIDERS.map(({ name, label, unit, ...range }) => (
          <label key={name}>
            <span>{label}</span>
            <input
              type="range"
              {...range}
              value={settings[name]}
              aria-label={label}
              aria-valuetext={told(settings[name], unit)}
              onChange={(event) => setSettings({ ...settings, [name]: Number(event.target.value) })}
            />
            <span>{told(settings[name], unit)}</span>
          </label>
        ))}
        <button type="submit">{run && !ended ? 'Start again' : 'Start'}</button>
      </form>
      {run && <TimingLanes lanes={[lane(run, 'standard'), lane(run, 'speculative')]} />}
      {/* There from the start, so that what comes into it is announced. */}
      <p role="status">{run && ended && verdict(run)}</p>
      {past.length > 0 && (
        <TtftHistory
          runs={past}
          series={[
            { key: 'standard', label: 'Standard' },
            { key: 'speculative', label: 'Speculative' },
          ]}
        />
      )}
    </div>
  );
}

function told(value: number, unit: string): string {
  return `${value.toLocaleString('en')} ${unit}`;
}

function verdict(run: RaceRun): string | null {
  const [cold, warm] = [run.lane('standard'), run.lane('speculative')];
  if (cold.timing?.ttftMs == null || warm.timing?.ttftMs == null) return null;
  const seconds = (ms: number): string => formatSeconds(ENGLISH, ms);
  const first = `First token ${seconds(warm.timing.ttftMs)} after submit (${warm.state.outcome}) rather than ${seconds(cold.timing.ttftMs)} (${cold.state.outcome})`;
  const split = `${seconds(warm.timing.waitedMs ?? 0)} of it waiting for the warm, ${seconds(warm.timing.modelMs ?? 0)} the model`;
  return `${first}: ${split}. The page’s own work counts ${run.settings.speed} times.`;
}

function lane(run: RaceRun, name: 'standard' | 'speculative'): TimingLane {
  const label = name === 'standard' ? 'Standard' : 'Speculative';
  const { state, timing } = run.lane(name);
  const elapsed = run.elapsed();
  const typingMs = Math.min(elapsed, run.settings.thinkS * 1000);
  if (!timing) return laneOf({ label, typingMs, timing, warm: name === 'standard' ? null : run.warmSoFar() });
  return laneOf({ label, timing, joining: state.joining, elapsedMs: elapsed - typingMs });
}

/** How often a race is drawn for a person who wants little to move, in milliseconds. */
const CALM_MS = 500;

/** Renders each frame while a race runs, or now and then where little is to move; true once it has ended. */
function useFrames(run: RaceRun | null): boolean {
  const [, draw] = useState(0);
  useEffect(() => {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    let cancel = (): void => {};
    const next = (): void => {
      draw((count) => count + 1);
      if (run && !run.ended) cancel = calm ? after(CALM_MS, next) : onFrame(next);
    };
    next();
    return () => cancel();
  }, [run]);
  return run?.ended ?? false;
}

function onFrame(callback: () => void): () => void {
  const frame = requestAnimationFrame(callback);
  return () => cancelAnimationFrame(frame);
}

function after(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}
