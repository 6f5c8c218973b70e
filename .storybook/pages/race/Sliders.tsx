import type { ReactNode } from 'react';
import type { RaceSettings } from './RaceRun.js';

type Name = Exclude<keyof RaceSettings, 'question'>;

const SLIDERS: readonly { name: Name; label: string; min: number; max: number; step: number; unit: string }[] = [
  { name: 'thinkS', label: 'Typing time', min: 0, max: 30, step: 1, unit: 's from focus to submit' },
  { name: 'tokens', label: 'Context', min: 5_000, max: 180_000, step: 5_000, unit: 'tokens' },
  { name: 'ttlS', label: 'TTL', min: 5, max: 300, step: 5, unit: 's from the start of the request' },
  { name: 'speed', label: 'Speed', min: 1, max: 40, step: 1, unit: '× real time' },
];

/** What a race can be given, as sliders with their values. */
export function Sliders({
  settings,
  onChange,
}: {
  settings: RaceSettings;
  onChange: (settings: RaceSettings) => void;
}): ReactNode {
  return SLIDERS.map(({ name, label, unit, ...range }) => {
    const value = `${settings[name].toLocaleString('en')} ${unit}`;
    return (
      <label key={name}>
        <span>{label}</span>
        <input
          type="range"
          {...range}
          value={settings[name]}
          aria-label={label}
          aria-valuetext={value}
          onChange={(event) => onChange({ ...settings, [name]: Number(event.target.value) })}
        />
        <span>{value}</span>
      </label>
    );
  });
}
