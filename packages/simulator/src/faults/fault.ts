import { invalidOption } from '@forewarm/core';

/** The faults, with the fields each takes. */
export const faultKinds = {
  /** Answers with an error: `status`, default 500; `retryAfter` in seconds. */
  refuse: ['status', 'retryAfter'],
  /**
   * Refuses the workspace's next `count` requests, default 3, with 429; `retryAfter` in seconds,
   * default 1.
   */
  storm: ['count', 'retryAfter'],
  /** Never answers; with `after`, stops after that many stream events. */
  hang: ['after'],
  /** Takes `factor` times as long, default 10. */
  slow: ['factor'],
  /** Breaks the connection after `after` events, default 3, or midway through a body. */
  cut: ['after'],
  /** Ends the stream with an `overloaded_error` event after `after` events, default 3. */
  error: ['after'],
  /** Sends an event with invalid JSON after `after` events, default 3. */
  malformed: ['after'],
  /** Reports a read larger than the prompt and an output of zero. */
  'wrong-usage': [],
  /** Reports no cache figures. */
  'no-cache-figures': [],
  /** Drops this workspace's entries before serving the request. */
  evict: [],
  /** Drops all entries and starts slowly: `delayMs`, default 1000. */
  cold: ['delayMs'],
  /** Refuses `max_tokens: 0` with 422, as some gateways do. */
  'refuse-zero': [],
} as const;

/** A fault's name. */
export type FaultKind = keyof typeof faultKinds;

/** One fault with its fields ({@link faultKinds}). */
export type Fault = { readonly kind: FaultKind } & {
  readonly [Field in (typeof faultKinds)[FaultKind][number]]?: number;
};

/** Parses text such as `cut; after=3, slow; factor=5`; throws an `invalid-option` error. */
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
