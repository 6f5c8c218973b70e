import type { ThemeVars } from 'storybook/theming';
import { create } from 'storybook/theming/create';

const SHARED = {
  brandTitle: 'Forewarm',
  brandUrl: './',
  brandTarget: '_self',
  fontBase: 'system-ui, sans-serif',
  fontCode: "ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace",
  appBorderRadius: 8,
  inputBorderRadius: 8,
} as const;

/** Storybook's own frame and pages in the colours of the kit's `styles.css`. */
export const LOOKS: Readonly<Record<'light' | 'dark', ThemeVars>> = {
  light: create({
    ...SHARED,
    base: 'light',
    brandImage: './forewarm-light.svg',
    colorPrimary: '#1f5fb3',
    colorSecondary: '#1f5fb3',
    appBg: '#f6f8fa',
    appBorderColor: '#d9dee4',
    textColor: '#1b2733',
  }),
  dark: create({
    ...SHARED,
    base: 'dark',
    brandImage: './forewarm-dark.svg',
    colorPrimary: '#6cabff',
    colorSecondary: '#6cabff',
    appBg: '#14181d',
    appContentBg: '#1b1f24',
    appPreviewBg: '#1b1f24',
    barBg: '#1b1f24',
    appBorderColor: '#343b43',
    textColor: '#f2f5f8',
  }),
};
