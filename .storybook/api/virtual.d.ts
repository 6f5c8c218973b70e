/** An array of `ApiExport`, as `plugin.ts` makes it. */
declare module 'virtual:forewarm-api' {
  const exported: unknown;
  export default exported;
}
