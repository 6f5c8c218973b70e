'use client';
import { type SyntheticEvent, useState } from 'react';
import { GrowingText } from './GrowingText.js';
import { type AskBoxPart, part } from './part.js';

type StepState = {
  /** Whether the model is thinking or waiting for a tool. */
  readonly active: boolean;
};

/** Shows that the model thinks, with its thoughts folded. */
export const Reasoning: AskBoxPart<'details', StepState> = part('details', 'reasoning', function useReasoning(box) {
  const { ask, labels } = box;
  // Thoughts can be longer than the answer.
  const [open, setOpen] = useState(false);
  if (ask.reasoning === '') return null;
  const active = ask.activity === 'reasoning';
  const children = (
    <>
      <summary>
        <bdi>{active ? labels.thinking : labels.thoughts}</bdi>
      </summary>
      {open && (
        <div data-forewarm="thoughts" dir="auto">
          <GrowingText of="reasoning" />
        </div>
      )}
    </>
  );
  const onToggle = (event: SyntheticEvent<HTMLDetailsElement>): void => setOpen(event.currentTarget.open);
  return { state: { active }, own: { onToggle, children } };
});

/** Lists the model's tool calls. */
export const Tools: AskBoxPart<'ol', StepState> = part('ol', 'tools', ({ ask: { toolCalls, activity }, labels }) => {
  if (toolCalls.length === 0) return null;
  const active = activity === 'tool-call';
  const last = toolCalls.length - 1;
  const children = toolCalls.map(({ id, name }, index) => (
    <li key={id}>{active && index === last ? labels.usingTool(name) : labels.usedTool(name)}</li>
  ));
  return { state: { active }, own: { 'aria-label': labels.tools, children } };
});
