'use client';
import type { Prefix, PrefixRef } from '@forewarm/core';
import { prefixKey } from '@forewarm/core/kit';
import { useState } from 'react';

/** A prefix's name, or the prefix itself if the page holds the provider's adapter. */
export type AnyPrefix = Prefix | PrefixRef;

/** Keeps the object while the key is the same. */
export function useStablePrefix(prefix: AnyPrefix): AnyPrefix {
  const [held, hold] = useState(prefix);
  if (prefixKey(prefix) === prefixKey(held)) return held;
  hold(prefix);
  return prefix;
}
