'use client';
import { createContext, type ReactNode } from 'react';

/** Draws code in the language that its fence names, if highlighted. */
export const HighlightContext = createContext<((code: string, language: string) => ReactNode) | null>(null);
