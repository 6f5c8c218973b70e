'use client';
import { forwardRef, useState } from 'react';
import { Part, type PartProps, useJoinedRef } from '../part.js';
import { drawAnswer } from './Answer.js';
import { useAskBox } from './context.js';

export type AskBoxStepState = {
  /** Whether the model thinks, or waits for a tool, now. */
  readonly active: boolean;
};
export type AskBoxReasoningProps = PartProps<'details', AskBoxStepState>;
export type AskBoxToolsProps = PartProps<'ol', AskBoxStepState>;

/** That the model thinks, and behind it what; nothing where it says nothing of that. */
export const Reasoning = forwardRef<HTMLDetailsElement, AskBoxReasoningProps>(function AskBoxReasoning(given, ref) {
  const attach = useJoinedRef(ref);
  const { ask, labels, options } = useAskBox();
  // Drawn once somebody wants to read it: it can be longer than the answer.
  const [open, setOpen] = useState(false);
  const { reasoning, activity } = ask;
  if (reasoning === '') return null;
  const active = activity === 'reasoning';
  const own = {
    onToggle: (event: { currentTarget: HTMLDetailsElement }) => setOpen(event.currentTarget.open),
    children: (
      <>
        <summary>
          <bdi>{active ? labels.thinking : labels.thoughts}</bdi>
        </summary>
        {open && (
          <div data-forewarm="thoughts" dir="auto">
            {drawAnswer(reasoning, options.renderAnswer)}
          </div>
        )}
      </>
    ),
  };
  return <Part tag="details" part="reasoning" state={{ active }} given={given} own={own} attach={attach} />;
});

/** The tools the model has called, by name, the last of them while it waits for what comes of it; nothing where it has called none. */
export const Tools = forwardRef<HTMLOListElement, AskBoxToolsProps>(function AskBoxTools(given, ref) {
  const attach = useJoinedRef(ref);
  const { ask, labels } = useAskBox();
  const { toolCalls, activity } = ask;
  if (toolCalls.length === 0) return null;
  const active = activity === 'tool-call';
  const last = toolCalls.length - 1;
  const children = toolCalls.map(({ id, name }, index) => (
    <li key={id}>{active && index === last ? labels.usingTool(name) : labels.usedTool(name)}</li>
  ));
  const own = { 'aria-label': labels.tools, children };
  return <Part tag="ol" part="tools" state={{ active }} given={given} own={own} attach={attach} />;
});
