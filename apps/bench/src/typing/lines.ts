import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { open } from 'node:fs/promises';

/** A ten-minute draft has some thousand edits of twenty characters each. */
const LONGEST_LINE = 4 * 2 ** 20;

/** Reads lines, gzip or not, with the memory of the longest. */
export async function* linesOf(path: string): AsyncGenerator<string> {
  const zipped = await isGzip(path);
  const file = createReadStream(path);
  const source = zipped ? file.pipe(createGunzip()) : file;
  // `pipe` doesn't forward errors.
  file.on('error', (error) => source.destroy(error));
  source.setEncoding('utf8');
  let rest = '';
  for await (const chunk of source as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    yield* lines;
    if (rest.length > LONGEST_LINE) throw new Error(`A line is longer than ${LONGEST_LINE} characters.`);
  }
  if (rest !== '') yield rest;
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}
