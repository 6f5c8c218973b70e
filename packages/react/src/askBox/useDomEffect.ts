'use client';
import { useEffect, useLayoutEffect } from 'react';

/** React 18 warns of layout effects on servers. */
export const useDomEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;
