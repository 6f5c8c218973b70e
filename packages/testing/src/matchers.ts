import type { PrefixRef } from '@forewarm/core';
import type { ScriptedAdapter } from './scriptedAdapter.js';

/** Methods of `expect(adapter)`, for Vitest's or Jest's types. */
export interface ForewarmMatchers<R = unknown> {
  /** Passes if a warm had this prefix and trigger. Without them: any warm. */
  toHaveWarmed(prefix?: Partial<PrefixRef>, trigger?: string): R;
  /** Passes if this question was asked of this prefix. Without them: any ask. */
  toHaveAsked(question?: string | RegExp, prefix?: Partial<PrefixRef>): R;
}

interface Context {
  equals(a: unknown, b: unknown, testers: never[]): boolean;
  readonly utils: { readonly subsetEquality: unknown };
}

interface Verdict {
  readonly pass: boolean;
  message(): string;
}

/** For `expect.extend(matchers)`, in Vitest and Jest. */
export const matchers = {
  toHaveWarmed(this: Context, adapter: unknown, prefix?: Partial<PrefixRef>, trigger?: string): Verdict {
    const { warms } = scripted(adapter, 'toHaveWarmed');
    const pass = warms.some(
      (warm) => hasPrefix(this, warm.prefix, prefix) && (trigger === undefined || warm.options.trigger === trigger),
    );
    return verdict(
      pass,
      'a warm',
      [prefix, trigger],
      warms.map((warm) => [warm.prefix, warm.options.trigger]),
    );
  },

  toHaveAsked(this: Context, adapter: unknown, question?: string | RegExp, prefix?: Partial<PrefixRef>): Verdict {
    const { asks } = scripted(adapter, 'toHaveAsked');
    const pass = asks.some(
      (ask) =>
        hasPrefix(this, ask.prefix, prefix) &&
        (question instanceof RegExp
          ? question.test(ask.turn.question)
          : [undefined, ask.turn.question].includes(question)),
    );
    return verdict(
      pass,
      'an ask',
      [question, prefix],
      asks.map((ask) => [ask.turn.question, ask.prefix]),
    );
  },
};

function scripted(adapter: unknown, matcher: string): ScriptedAdapter<unknown> {
  const { warms, asks } = (adapter ?? {}) as Partial<ScriptedAdapter<unknown>>;
  if (Array.isArray(warms) && Array.isArray(asks)) return adapter as ScriptedAdapter<unknown>;
  throw new TypeError(`${matcher}: expect was given ${words([adapter])}; give it a scriptedAdapter().`);
}

function hasPrefix(context: Context, prefix: unknown, wanted: Partial<PrefixRef> | undefined): boolean {
  return wanted === undefined || context.equals(prefix, wanted, [context.utils.subsetEquality as never]);
}

function verdict(
  pass: boolean,
  call: 'a warm' | 'an ask',
  wanted: readonly unknown[],
  calls: readonly (readonly unknown[])[],
): Verdict {
  const message = (): string => {
    const expected = ['Expected', pass ? 'not' : '', call, words(wanted)].filter((word) => word !== '').join(' ');
    return `${expected}. Received: ${calls.map((each) => `\n  ${words(each)}`).join('') || 'none'}`;
  };
  return { pass, message };
}

function words(values: readonly unknown[]): string {
  const said = values.filter((value) => value !== undefined);
  return said
    .map((value) => (value instanceof RegExp ? String(value) : (JSON.stringify(value) ?? typeof value)))
    .join(' ');
}
