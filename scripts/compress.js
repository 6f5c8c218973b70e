import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

const TEXTS = new Set(['.js', '.css', '.html', '.json', '.svg', '.txt', '.md']);
/** Smaller files fit into one packet, in bytes. */
const WORTH = 1_400;
const KINDS = /** @type {const} */ ({ '.br': promisify(brotliCompress), '.gz': promisify(gzip) });

/**
 * Writes brotli and gzip twins, for servers that send precompressed files.
 * @param {string} folder
 */
export async function compress(folder) {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true });
  const texts = found.filter((entry) => entry.isFile() && TEXTS.has(extname(entry.name)));
  await Promise.all(
    texts.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      const text = readFileSync(path);
      if (text.length < WORTH) return;
      for (const [ending, pack] of Object.entries(KINDS)) writeFileSync(path + ending, await pack(text));
    }),
  );
}
