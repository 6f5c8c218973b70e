'use client';
import { createContext, type ReactNode } from 'react';

/** Draws code in its fence's language. */
export const HighlightContext = createContext<((code: string, language: string) => ReactNode) | null>(null);
