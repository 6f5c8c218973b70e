'use client';
import type { ForewarmDevtoolsProps } from './ForewarmDevtools.js';

/** What stands in the panel's place in a build for production: nothing. */
export function ForewarmDevtools(_props: ForewarmDevtoolsProps): null {
  return null;
}
