/** Bundlers replace `process.env.NODE_ENV`. */
declare const process: { readonly env: { readonly NODE_ENV?: string } };

const said = new WeakMap<object, Set<string>>();

/** Warns in development, once per owner and `about`. */
export function warnOnce(owner: object, message: string, about = message): void {
  // A block, so that bundlers can remove it.
  if (process.env.NODE_ENV !== 'production') {
    const before = said.get(owner) ?? new Set();
    said.set(owner, before);
    if (before.has(about)) return;
    before.add(about);
    globalThis.console.warn(`Forewarm: ${message}`);
  }
}
