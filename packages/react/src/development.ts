/**
 * What bundlers put in the place of `process.env.NODE_ENV`, for us as for React and TanStack Query.
 */
declare const process: { readonly env: { readonly NODE_ENV?: string } };

const said = new WeakMap<object, Set<string>>();

/** Writes a warning to the console while an app is developed; once for each owner and `about`. */
export function warnOnce(owner: object, message: string, about = message): void {
  // As a block, so that a bundler sees that nothing of it is needed in production.
  if (process.env.NODE_ENV !== 'production') {
    const before = said.get(owner) ?? new Set();
    said.set(owner, before);
    if (before.has(about)) return;
    before.add(about);
    globalThis.console.warn(`Forewarm: ${message}`);
  }
}
