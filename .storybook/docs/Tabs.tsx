import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** Alternatives of which one is seen: tabs, with the arrow keys too. */
export function Tabs({ label, of }: { label: string; of: Readonly<Record<string, ReactNode>> }): ReactNode {
  const names = Object.keys(of);
  const [shown, setShown] = useState(names[0]!);
  const id = useId();
  const move = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    const next = (names.indexOf(shown) + step + names.length) % names.length;
    setShown(names[next]!);
    (event.currentTarget.children[next] as HTMLElement).focus();
  };
  return (
    <div className="docs-tabs">
      <div role="tablist" aria-label={label} onKeyDown={move}>
        {names.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={name === shown}
            aria-controls={`${id}-panel`}
            tabIndex={name === shown ? 0 : -1}
            onClick={() => setShown(name)}
          >
            {name}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${shown}`}>
        {of[shown]}
      </div>
    </div>
  );
}
