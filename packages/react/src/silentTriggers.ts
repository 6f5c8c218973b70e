import type { Trigger } from '@forewarm/core';

export interface Watching {
  /** The hook's `triggers`; undefined: the policy's. */
  readonly given: readonly Trigger[] | undefined;
  readonly policy: readonly Trigger[];
  readonly byRef: boolean;
  readonly byProps: boolean;
}

/** Only `ref` can report these. */
const NEED_REF: readonly Trigger[] = ['visible', 'idle'];

/** Which triggers can't warm, and how to fix each. */
export function silentTriggers({ given, policy, byRef, byProps }: Watching): readonly string[] {
  const triggers = given ?? policy;
  const off = triggers.filter((trigger) => trigger !== 'manual' && !policy.includes(trigger));
  const blind = byRef ? [] : triggers.filter((trigger) => NEED_REF.includes(trigger));
  const found: string[] = [];
  if (off.length > 0) {
    const all = [...policy, ...off].map((trigger) => `'${trigger}'`).join(', ');
    found.push(
      `triggers names ${off.join(', ')}, which the provider's policy leaves out. ` +
        `Name it there too: <ForewarmProvider policy={definePolicy({ triggers: [${all}] })}>.`,
    );
  }
  if (blind.length > 0) {
    const how = byProps ? 'beside getInputProps' : 'on the input';
    found.push(`${blind.join(', ')} needs the hook's ref, which is on no element. Put it ${how}: <input ref={ref} />.`);
  }
  if (given && blind.length === 0 && !byRef && !byProps && triggers.some((trigger) => trigger !== 'manual')) {
    found.push(
      `triggers names ${triggers.join(', ')}, but no input is watched: give the hook's getInputProps() or its ref to one.`,
    );
  }
  return found;
}
