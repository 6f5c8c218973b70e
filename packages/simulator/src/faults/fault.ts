import { invalidOption } from '@forewarm/core';

export const faultKinds = {
  /** Answers with an error. `status` default 500; `retryAfter` in seconds. */
  refuse: ['status', 'retryAfter'],
  /** Refuses the workspace's next `count` requests (3) with 429; `retryAfter` 1 s. */
  storm: ['count', 'retryAfter'],
  /** Never answers, or stops after `after` stream events. */
  hang: ['after'],
  /** Takes `factor` times as long, default 10. */
  slow: ['factor'],
  /** Breaks the connection after `after` events (3), or midway through a body. */
  cut: ['after'],
  /** Ends the stream with `overloaded_error` after `after` events (3). */
  error: ['after'],
  /** Sends invalid JSON after `after` events (3). */
  malformed: ['after'],
  /** Reports a read larger than the prompt, and no output. */
  'wrong-usage': [],
  /** Reports no cache figures. */
  'no-cache-figures': [],
  /** Drops this workspace's entries first. */
  evict: [],
  /** Drops all entries and starts `delayMs` late, default 1000. */
  cold: ['delayMs'],
  /** Refuses `max_tokens: 0` with 422, as some gateways do. */
  'refuse-zero': [],
} as const;

export type FaultKind = keyof typeof faultKinds;

export type Fault = { readonly kind: FaultKind } & {
  readonly [Field in (typeof faultKinds)[FaultKind][number]]?: number;
};

/** Parses `cut; after=3, slow; factor=5`; throws `invalid-option`. */
export function parseFaults(text: string): Fault[] {
  return text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(parseFault);
}

function parseFault(text: string): Fault {
  const [kind = '', ...fields] = text.split(';').map((part) => part.trim());
  if (!isKind(kind)) {
    throw invalidOption('createSimulator', 'faults', kind, `one of ${Object.keys(faultKinds).join(', ')}`);
  }
  const known: readonly string[] = faultKinds[kind];
  const entries = fields.map((field) => {
    const [name = '', value = ''] = field.split('=').map((part) => part.trim());
    if (!known.includes(name) || value === '' || !(Number(value) >= 0)) {
      const allowed = known.length > 0 ? `${known.join(' or ')}, with a number, 0 or more` : 'left out';
      throw invalidOption('createSimulator', `faults: ${kind}`, field, allowed);
    }
    return [name, Number(value)] as const;
  });
  return { kind, ...Object.fromEntries(entries) };
}

function isKind(kind: string): kind is FaultKind {
  return Object.hasOwn(faultKinds, kind);
}
