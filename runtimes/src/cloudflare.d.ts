declare module 'cloudflare:workers' {
  /** What the worker is bound to. */
  export const env: unknown;
}
