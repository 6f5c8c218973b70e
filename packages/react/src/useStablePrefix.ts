'use client';
import type { Prefix, PrefixRef } from '@forewarm/core';
import { prefixKey } from '@forewarm/core/kit';
import { useState } from 'react';

/**
 * What a browser may ask on: the name of a prefix, or, with a provider's adapter in the page
 * itself, the prefix.
 */
export type AnyPrefix = Prefix | PrefixRef;

/** The same object for as long as prefixes have the same key, so that one may be written inline. */
export function useStablePrefix(prefix: AnyPrefix): AnyPrefix {
  const [held, hold] = useState(prefix);
  if (prefixKey(prefix) === prefixKey(held)) return held;
  hold(prefix);
  return prefix;
}
