import { join, sep } from 'node:path';
import express, { type Handler } from 'express';

/**
 * Serves what a bundler has built: what it names by a hash of the content may be kept for a year,
 * the rest is asked after each time.
 */
export function files(folder: string): Handler {
  const hashed = join(folder, 'assets') + sep;
  return express.static(folder, {
    setHeaders(res, path) {
      res.setHeader('cache-control', path.startsWith(hashed) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
