import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Router } from 'express';
import { files } from './files.js';
import { docsSecurity } from './security.js';

const NOT_BUILT = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Forewarm: the documentation is not built</title>
    <link rel="icon" href="data:," />
  </head>
  <body>
    <h1>The documentation is not built</h1>
    <p>Run this in the repository, then reload this page. The server may go on running.</p>
    <pre><code>npm run build-storybook</code></pre>
    <p><a href="/">To the reference page</a></p>
  </body>
</html>
`;

/**
 * Serves a Storybook as it is built into `folder`. Looks at the folder anew for each page, so that
 * it may be built, and built again, while the server runs.
 */
export function serveDocs(folder: string): Router {
  const docs = Router();
  docs.get(['/', '/index.html', '/iframe.html'], async (req, res, next) => {
    const { pathname, search } = new URL(req.originalUrl, 'http://localhost');
    // Its links are relative, so it must stand in a folder.
    if (pathname === req.baseUrl) return res.redirect(301, `${req.baseUrl}/${search}`);
    const html = await read(join(folder, req.path === '/' ? 'index.html' : req.path));
    res.type('html').set('cache-control', 'no-cache');
    if (html === null) return res.status(404).send(NOT_BUILT);
    return docsSecurity(html)(req, res, (error?: unknown) => (error ? next(error) : res.send(html)));
  });
  return docs.use(files(folder));
}

async function read(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}
