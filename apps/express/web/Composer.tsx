import { type KeyboardEvent, type MouseEvent, type ReactNode, useId, useRef, useState } from 'react';
import { loadMarkdown } from './AnswerText.js';
import { runningRun } from './race/race.js';
import { type Race, type SendMode } from './useRace.js';
import { Warmth } from './Warmth.js';

interface ComposerProps {
  readonly race: Race;
  readonly starters: readonly string[];
  readonly mode: SendMode;
  readonly onMode: (mode: SendMode) => void;
  readonly expectedMs: number | null;
}

const MODES: Readonly<Record<SendMode, string>> = { 'when-warm': 'when warm', now: 'now' };

/** Where a question is typed or picked; one box asks both lanes. */
export function Composer({ race, starters, mode, onMode, expectedMs }: ComposerProps): ReactNode {
  const { state, warm } = race;
  const input = useRef<HTMLTextAreaElement>(null);
  const [problem, setProblem] = useState(false);
  const id = useId();
  const isBusy = runningRun(state) !== null || state.held !== null;

  const submit = (): void => {
    const question = input.current?.value.trim() ?? '';
    setProblem(question === '');
    if (question === '') return input.current?.focus();
    input.current!.value = '';
    race.send(question, mode);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && isBusy) race.stop();
    // While a word is being composed, Enter chooses it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  };
  const onPress = (event: MouseEvent): void => {
    if (!isBusy) return submit();
    // The second click of two meant the first.
    if (event.detail < 2) race.stop();
  };
  return (
    <section aria-label="Ask a question" className="composer" onFocus={() => void loadMarkdown()}>
      {starters.length > 0 && (
        <div role="group" aria-label="Starter questions" className="starters">
          {starters.map((question) => (
            <button key={question} type="button" disabled={isBusy} onClick={() => race.send(question, mode)}>
              {question}
            </button>
          ))}
        </div>
      )}
      <textarea
        rows={2}
        aria-label="Your question"
        placeholder="Or type a question of your own"
        enterKeyHint="send"
        aria-invalid={problem || undefined}
        aria-describedby={problem ? id : undefined}
        {...warm.getInputProps({ onInput: () => problem && setProblem(false) })}
        ref={input}
        onKeyDown={onKeyDown}
      />
      {problem && (
        <p id={id} role="alert">
          Type a question first.
        </p>
      )}
      {state.held !== null && <p className="held">{state.held}</p>}
      <div className="bar">
        <Warmth warm={warm} expectedMs={expectedMs} isHeld={state.held !== null} />
        {state.held === null ? (
          <fieldset className="modes">
            <legend data-forewarm="unseen">When to send</legend>
            <span aria-hidden="true">Send</span>
            {(['when-warm', 'now'] as const).map((one) => (
              <label key={one}>
                <input type="radio" name={`${id}-mode`} checked={mode === one} onChange={() => onMode(one)} />
                {MODES[one]}
              </label>
            ))}
          </fieldset>
        ) : (
          <button type="button" onClick={() => race.send(state.held!, 'now')}>
            Send it now
          </button>
        )}
        <button type="button" className="main" data-busy={isBusy || undefined} onClick={onPress}>
          {isBusy ? 'Stop' : 'Ask'}
        </button>
      </div>
    </section>
  );
}
