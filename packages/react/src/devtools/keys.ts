/** A prefix's name, or the start of its hash. */
export function prefixOf(key: string): string {
  return key.startsWith('{') ? (JSON.parse(key) as { id: string }).id : key.slice(0, 8);
}

export function shortKey(key: string): string {
  const turns = key.startsWith('{') ? (JSON.parse(key) as { thread: unknown[] }).thread.length : 0;
  return turns === 0 ? prefixOf(key) : `${prefixOf(key)} +${turns}`;
}
