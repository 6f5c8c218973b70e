'use client';
import { type RefObject, useInsertionEffect, useRef } from 'react';

/**
 * A ref that holds the value of the latest committed render, for callbacks that outlive the render
 * they were made in.
 */
export function useLatest<T>(value: T): Readonly<RefObject<T>> {
  const ref = useRef(value);
  // Before any other effect, so that none of them sees an old value.
  useInsertionEffect(() => {
    ref.current = value;
  });
  return ref;
}
