import { NotUtf8Error, readText } from '@forewarm/core/kit';
import { ApiError, invalid } from './apiError.js';

/** Messages API, errors guide. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** Ours: the stack's depth differs by Node version. */
const MAX_DEPTH = 1_000;

/** Throws the API's 413, or its 400 for broken UTF-8. */
export async function readBody(request: Request): Promise<string> {
  const text = await readText(request, MAX_BODY_BYTES).catch((error: unknown) => {
    throw error instanceof NotUtf8Error ? invalid('The request body is not valid JSON: it is not valid UTF-8') : error;
  });
  if (text === null) throw new ApiError('request_too_large', 'Request exceeds the maximum size');
  return text;
}

/** Throws the API's 400. */
export function parseJson(text: string): Record<string, unknown> {
  const half = findHalfPair(text);
  if (half >= 0) throw invalid(`The request body is not valid JSON: no low surrogate in string: char ${half}`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid(`The request body is not valid JSON: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid('Input should be an object');
  }
  if (isDeep(value)) throw invalid('The request body is not valid JSON: recursion limit exceeded');
  return value as Record<string, unknown>;
}

/** By level, so that depth uses no stack. */
function isDeep(value: object): boolean {
  let level: object[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((each) => Object.values(each).filter((inner) => typeof inner === 'object' && inner !== null));
  }
  return false;
}

// The API refuses an escaped lone surrogate; JSON.parse doesn't.
function findHalfPair(text: string): number {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return -1;
  for (const { 0: escape, index } of text.matchAll(
    /\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F]|\\[^]/g,
  )) {
    if (escape.length === 4) return index;
  }
  return -1;
}

export function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  let value = body;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
  return value;
}
