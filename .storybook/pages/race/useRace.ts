import { useEffect, useRef, useState } from 'react';
import { RaceRun, type RaceSettings } from './RaceRun.js';

export interface RaceState {
  /** The latest race; null before the first. */
  readonly run: RaceRun | null;
  readonly ended: boolean;
  /** Starts one, and stops what runs. */
  readonly start: (settings: RaceSettings) => void;
}

/** Runs races one at a time, and renders while one runs. */
export function useRace(onEnd: (run: RaceRun) => void = () => {}): RaceState {
  const [run, setRun] = useState<RaceRun | null>(null);
  const latest = useRef(0);
  const ended = useFrames(run);
  useEffect(() => () => run?.stop(), [run]);
  useEffect(() => () => void latest.current++, []);
  const start = (settings: RaceSettings): void => {
    const mine = ++latest.current;
    void RaceRun.start(settings, onEnd).then((started) => {
      if (mine === latest.current) setRun(started);
      else started.stop();
    });
  };
  return { run, ended, start };
}

/** Time between two drawings where a person prefers reduced motion, in milliseconds. */
const CALM_MS = 500;

/** Renders each frame while a race runs, or now and then with reduced motion; true once it has ended. */
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
