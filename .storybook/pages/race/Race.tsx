import { type ReactNode, useState } from 'react';
import { TimingLanes } from '../../../apps/charts/src/TimingLanes.js';
import { TtftHistory, type TtftRun } from '../../../apps/charts/src/TtftHistory.js';
import { laneOfRun, verdict } from './told.js';
import type { RaceRun, RaceSettings } from './RaceRun.js';
import { Sliders } from './Sliders.js';
import { useRace } from './useRace.js';
import './race.css';

export interface RaceProps extends RaceSettings {}

/** Two lanes ask the same question at the same moment; only one has been warmed. Everything runs in this page, on the simulator. */
export function Race(initial: RaceProps): ReactNode {
  const [settings, setSettings] = useState<RaceSettings>(initial);
  const [past, setPast] = useState<readonly TtftRun[]>([]);
  const onEnd = (over: RaceRun): void => {
    const ttft = (name: 'standard' | 'speculative'): number | null => over.lane(name).timing?.ttftMs ?? null;
    const ttftMs = { standard: ttft('standard'), speculative: ttft('speculative') };
    setPast((before) => [...before, { id: before.length + 1, ttftMs }]);
  };
  const { run, ended, start } = useRace(onEnd);
  return (
    <div className="race">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          start(settings);
        }}
      >
        <Sliders settings={settings} onChange={setSettings} />
        <button type="submit">{run && !ended ? 'Start again' : 'Start'}</button>
      </form>
      {run && <TimingLanes lanes={[laneOfRun(run, 'standard'), laneOfRun(run, 'speculative')]} />}
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
