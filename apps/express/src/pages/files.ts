import { existsSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import express, { type Handler } from 'express';

/** Endings of the compressed twins that a build may have put beside a file, best first. */
const TWINS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/**
 * Serves what a bundler has built, compressed where the build left a twin (`scripts/compress.js`):
 * what it names by a hash of the content may be kept for a year, the rest is asked after each time.
 */
export function files(folder: string): Handler {
  const hashed = join(folder, 'assets') + sep;
  const serve = express.static(folder, {
    setHeaders(res, path) {
      res.setHeader('cache-control', path.startsWith(hashed) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  return (req, res, next) => {
    const path = join(folder, req.path);
    const twins = path.startsWith(folder + sep) ? TWINS.filter(([, ending]) => existsSync(path + ending)) : [];
    if (twins.length > 0) res.vary('accept-encoding');
    const [encoding, ending] = twins.find(([name]) => req.acceptsEncodings(name)) ?? [];
    if (encoding !== undefined) {
      res.type(extname(path)).set('content-encoding', encoding);
      req.url = req.url.replace(req.path, () => req.path + ending);
    }
    return serve(req, res, next);
  };
}
