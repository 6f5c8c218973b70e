'use client';
import type { ForewarmDevtoolsProps } from './ForewarmDevtools.js';

/** Replaces the panel in production builds. */
export function ForewarmDevtools(_props: ForewarmDevtoolsProps): null {
  return null;
}
