import { fileURLToPath } from 'node:url';
import type { Express } from 'express';
import { serveDocs } from './docs.js';
import { files } from './files.js';

/** The page as Vite builds it, beside the compiled server. */
const PAGE = fileURLToPath(new URL('../../web', import.meta.url));
/** The documentation as `npm run build-storybook` builds it. */
const DOCS = fileURLToPath(new URL('../../docs', import.meta.url));

/** Serves the page, and the documentation under `/docs`. */
export function servePage(app: Express): void {
  app.use('/docs', serveDocs(DOCS));
  app.use(files(PAGE));
}
