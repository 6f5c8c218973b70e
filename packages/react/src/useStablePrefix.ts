'use client';
import type { Prefix, PrefixRef } from '@forewarm/core';
import { prefixKey } from '@forewarm/core/kit';
import { useState } from 'react';

/** A prefix's name, or the prefix itself if the page holds the provider's adapter. */
export type AnyPrefix = Prefix | PrefixRef;

/** The same object while the key is the same: prefixes may be written inline. */
export function useStablePrefix(prefix: AnyPrefix): AnyPrefix {
  const [held, hold] = useState(prefix);
  if (prefixKey(prefix) === prefixKey(held)) return held;
  hold(prefix);
  return prefix;
}
