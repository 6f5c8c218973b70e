import type { ReactNode } from 'react';
import { Api, exportOf } from './Api.js';

/** The tables of a component that the kit exports, or something else where it exports none of that name. */
export function ComponentApi({ of, otherwise }: { of: string; otherwise: ReactNode }): ReactNode {
  if (!exportOf(of)) return otherwise;
  return (
    <>
      <h2>API</h2>
      <Api of={of} />
    </>
  );
}
