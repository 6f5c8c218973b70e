'use client';
import { type ComponentPropsWithoutRef, type ReactNode, useContext } from 'react';
import { AskBoxContext } from '../askBox/context.js';
import { ENGLISH } from '../labels.js';

export function TaskBox({ checked }: ComponentPropsWithoutRef<'input'>): ReactNode {
  const { taskDone, taskOpen } = useContext(AskBoxContext)?.labels ?? ENGLISH;
  return <input type="checkbox" disabled checked={checked === true} aria-label={checked ? taskDone : taskOpen} />;
}
