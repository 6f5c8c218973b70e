import { invalidOption } from '@forewarm/core';
import type { HttpOptions } from '../http.js';

type Check = readonly [(value: unknown) => boolean, string];

const isFunction = (value: unknown): boolean => typeof value === 'function';

const CHECKS: Readonly<Record<keyof HttpOptions, Check>> = {
  url: [(value) => typeof value === 'string', 'an address or a path, such as "/api/forewarm"'],
  fetch: [isFunction, 'a function that takes a Request and gives a Response'],
  headers: [
    (value) => isFunction(value) || (typeof value === 'object' && value !== null),
    'headers by name, or a function that gives them',
  ],
  credentials: [
    (value) => ['omit', 'same-origin', 'include'].includes(value as string),
    '"omit", "same-origin" or "include"',
  ],
  resumeDelaysMs: [Array.isArray, 'a list of milliseconds, each 0 or more'],
};

/** Throws `invalid-option` for an unknown option or a wrong value. */
export function checkOptions(options: HttpOptions): void {
  if (typeof options !== 'object' || options === null) throw invalidOption('http', 'options', options, 'an object');
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(CHECKS, name) ? CHECKS[name as keyof HttpOptions] : null;
    if (!check) throw invalidOption('http', name, value, `one of its options: ${Object.keys(CHECKS).join(', ')}`);
    if (value !== undefined && !check[0](value)) throw invalidOption('http', name, value, check[1]);
  }
  for (const ms of options.resumeDelaysMs ?? []) {
    if (!(Number.isFinite(ms) && ms >= 0)) throw invalidOption('http', 'resumeDelaysMs', ms, 'milliseconds, 0 or more');
  }
}
