'use client';
import { type ComponentPropsWithoutRef, type ReactNode, useContext } from 'react';
import { AskBoxContext } from '../askBox/context.js';
import { ENGLISH } from '../labels.js';

/** A task's box, the only input in Markdown; it can't be ticked. */
export function TaskBox({ checked }: ComponentPropsWithoutRef<'input'>): ReactNode {
  const { taskDone, taskOpen } = useContext(AskBoxContext)?.labels ?? ENGLISH;
  return <input type="checkbox" disabled checked={checked === true} aria-label={checked ? taskDone : taskOpen} />;
}
