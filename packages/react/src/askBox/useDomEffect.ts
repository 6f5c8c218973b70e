'use client';
import { useEffect, useLayoutEffect } from 'react';

/** A layout effect; React 18 warns about those on a server, where there is nothing to lay out. */
export const useDomEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;
