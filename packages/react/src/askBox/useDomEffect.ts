'use client';
import { useEffect, useLayoutEffect } from 'react';

/** A layout effect, except on servers, where React 18 warns of it. */
export const useDomEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;
