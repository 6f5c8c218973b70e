/** In [0, 1), by mulberry32. */
export type Random = () => number;

export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** As the API's: `msg_01XFDUDYJgAACzvnptvVoYEL`. */
export function makeId(prefix: string, random: Random): string {
  let id = `${prefix}_01`;
  for (let i = 0; i < 22; i++) id += BASE58.charAt(Math.floor(random() * BASE58.length));
  return id;
}
