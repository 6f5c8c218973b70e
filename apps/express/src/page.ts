import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import express, { type Express } from 'express';
import helmet from 'helmet';

/** The page as Vite builds it, beside the compiled server. */
const PAGE = fileURLToPath(new URL('../web', import.meta.url));
/** The documentation as Storybook builds it. */
const DOCS = fileURLToPath(new URL('../docs', import.meta.url));

// Plain http on a machine of one's own is the common case: nothing is to be upgraded to https; a proxy that speaks it sets its own.
const OWN = { 'upgrade-insecure-requests': null, 'frame-ancestors': ["'none'"], 'object-src': ["'none'"] };

/** Headers that keep the page to itself: only what this server sends is run, shown, or called. */
export const security = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'img-src': ["'self'", 'data:'],
      'font-src': ["'self'"],
      'connect-src': ["'self'"],
      'base-uri': ["'none'"],
      'form-action': ["'self'"],
      ...OWN,
    },
  },
  strictTransportSecurity: false,
});

/** Storybook builds pages with scripts inside and shows stories in frames of its own; it has nothing to tell and calls nobody. */
const docsSecurity = helmet({
  contentSecurityPolicy: {
    directives: {
      'script-src': ["'self'", "'unsafe-inline'", "'unsafe-eval'", 'blob:'],
      ...OWN,
      'frame-ancestors': ["'self'"],
    },
  },
  strictTransportSecurity: false,
});

/** Serves the page, and the documentation under `/docs`, where they are built. */
export function servePage(app: Express): void {
  if (existsSync(DOCS)) app.use('/docs', docsSecurity, express.static(DOCS));
  if (existsSync(PAGE)) app.use(express.static(PAGE));
}
