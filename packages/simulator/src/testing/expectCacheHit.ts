import { PromptCache, type Lookup } from '../cache/promptCache.js';
import { resolveOptions, type SimulatorOptions } from '../engine/options.js';
import { parseBody } from '../messages/issues.js';
import { checkWindow, prepare, type Prepared } from '../messages/prepare.js';
import { messagesBodies } from '../messages/schema.js';
import type { ApiVersion } from '../messages/version.js';
import { explainMiss } from './explainMiss.js';

/** For {@link expectCacheHit}. */
export interface ExpectOptions {
  /** Tokens of the first's writes to read. Default: all. */
  readonly atLeast?: number;
  /** API version. Default: `2023-06-01`, which allows more. */
  readonly version?: ApiVersion;
  /** With their minimums. Default: {@link knownModels}. */
  readonly models?: SimulatorOptions['models'];
}

/**
 * Checks that `second`, sent once the answer to `first` has begun, would read what `first` wrote.
 * Both are bodies of `POST /v1/messages`, as objects or JSON. Returns the tokens `second` reads and
 * writes. Throws an Error that names the first differing block and byte, or another cause.
 */
export function expectCacheHit(
  first: object | string,
  second: object | string,
  options: ExpectOptions = {},
): { readonly read: number; readonly written: number } {
  const a = read('first', first, options);
  const b = read('second', second, options);
  const cache = new PromptCache(8, 1);
  const written = lookUp(cache, a, 0);
  written.commit();
  const found = lookUp(cache, b, 1);
  const needed = options.atLeast ?? written.write;
  if (written.write > 0 && found.read > 0 && found.read >= needed) return { read: found.read, written: found.write };
  throw new Error(
    `The second request would read ${found.read} of the ${written.write} tokens that the first writes` +
      `${options.atLeast === undefined ? '' : `; atLeast is ${needed}`}.\n${explainMiss(a, b, written, found)}`,
  );
}

function lookUp(cache: PromptCache, { prompt, model }: Prepared, now: number): Lookup {
  return cache.lookup(prompt, { workspace: '', requestId: '', startedAt: now, now, minTokens: model.minCacheTokens });
}

function read(name: string, request: object | string, { version = '2023-06-01', models }: ExpectOptions): Prepared {
  try {
    const value: unknown = typeof request === 'string' ? JSON.parse(request) : request;
    const body = parseBody(messagesBodies[version], value);
    const prepared = prepare(resolveOptions(models ? { models } : {}), body, version);
    checkWindow(prepared);
    return prepared;
  } catch (error) {
    throw new Error(`The ${name} request would be refused: ${(error as Error).message}`, { cause: error });
  }
}
