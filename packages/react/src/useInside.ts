'use client';
import { ForewarmError } from '@forewarm/core';
import { type Context, useContext } from 'react';

/** Throws `invalid-option` outside the component. */
export function useInside<T>(context: Context<T | null>, where: string, around: string, remedy = IN_ONE): T {
  const value = useContext(context);
  if (value !== null) return value;
  throw new ForewarmError('invalid-option', `${where}: there is no ${around} around this ${remedy}.`);
}

const IN_ONE = 'part; put it inside of one';
