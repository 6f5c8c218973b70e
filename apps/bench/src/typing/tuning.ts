import { resolve } from 'node:path';

export const TUNING = 'apps/bench/data/typing/tuning.jsonl.gz';

/**
 * A path from the repository's folder, where npm runs scripts, or from where the command was given.
 */
export function repositoryPath(path: string): string {
  return resolve(import.meta.dirname, '../../../..', path);
}
