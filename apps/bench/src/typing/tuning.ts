import { resolve } from 'node:path';

/** The drafts that come with the repository. */
export const TUNING = 'apps/bench/data/typing/tuning.jsonl.gz';

/**
 * A path as from the repository's folder, where npm runs its scripts; from where the command was
 * given, inside npm's own.
 */
export function repositoryPath(path: string): string {
  return resolve(import.meta.dirname, '../../../..', path);
}
