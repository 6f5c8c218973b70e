'use client';
import { type RefObject, useInsertionEffect, useRef } from 'react';

/** Holds the latest committed value, for callbacks that outlive their render. */
export function useLatest<T>(value: T): Readonly<RefObject<T>> {
  const ref = useRef(value);
  // Before other effects, so that none sees an old value.
  useInsertionEffect(() => {
    ref.current = value;
  });
  return ref;
}
