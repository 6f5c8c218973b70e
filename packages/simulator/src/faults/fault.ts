import { invalidOption } from '@forewarm/core';

/** What can be made to go wrong, with the fields each takes. */
export const faultKinds = {
  /** Answers with an error: `status`, default 500; `retryAfter` seconds. */
  refuse: ['status', 'retryAfter'],
  /**
   * Refuses this request and the next `count - 1` of the same workspace with a 429; `count` default
   * 3, `retryAfter` seconds, default 1.
   */
  storm: ['count', 'retryAfter'],
  /** Never answers; with `after`, stops within the stream after that many events. */
  hang: ['after'],
  /** Takes `factor` times as long, default 10. */
  slow: ['factor'],
  /** Breaks the connection after `after` events, default 3, or in the middle of a whole answer. */
  cut: ['after'],
  /**
   * Sends an error event, `overloaded_error`, after `after` events, default 3, and ends the stream.
   */
  error: ['after'],
  /** Sends an event whose data is not JSON after `after` events, default 3. */
  malformed: ['after'],
  /** Reports a usage that cannot be: a cache read larger than the prompt, an output of zero. */
  'wrong-usage': [],
  /** Reports no cache figures. */
  'no-cache-figures': [],
  /** Drops the entries of this workspace before the request is looked at. */
  evict: [],
  /** Drops every entry and starts slowly, as after a deploy: `delayMs`, default 1000. */
  cold: ['delayMs'],
  /** Refuses `max_tokens: 0` with a 422 of its own shape, as some gateways do. */
  'refuse-zero': [],
} as const;

/** The name of a fault. */
export type FaultKind = keyof typeof faultKinds;

/** One fault and its fields; {@link faultKinds} says which a kind takes, and in what unit. */
export type Fault = { readonly kind: FaultKind } & {
  readonly [Field in (typeof faultKinds)[FaultKind][number]]?: number;
};

/**
 * Reads faults written as text, `cut; after=3, slow; factor=5`; throws an `invalid-option` error.
 */
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
