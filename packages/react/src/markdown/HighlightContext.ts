'use client';
import { createContext, type ReactNode } from 'react';

/** Draws code in a language, as the fence names it; null where code is not highlighted. */
export const HighlightContext = createContext<((code: string, language: string) => ReactNode) | null>(null);
