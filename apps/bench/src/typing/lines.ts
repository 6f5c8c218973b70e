import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { open } from 'node:fs/promises';

/** A draft of ten minutes has some thousand edits of twenty characters each. */
const LONGEST_LINE = 4 * 2 ** 20;

/**
 * The lines of a file, gzip or not, one at a time: a file of any size takes the memory of its
 * longest line.
 */
export async function* linesOf(path: string): AsyncGenerator<string> {
  const zipped = await isGzip(path);
  const file = createReadStream(path);
  const source = zipped ? file.pipe(createGunzip()) : file;
  // `pipe` passes no errors on.
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
