/** A context of about so many tokens, in which every topic can be found again. A simulated token is four bytes. */
export function makeContext(tokens: number): string {
  const lines: string[] = [];
  let bytes = 0;
  for (let index = 0; bytes < tokens * 4; index++) {
    const line = LINES[index % LINES.length] ?? '';
    lines.push(line.replaceAll('#', String(index)));
    bytes += line.length + 4;
  }
  return lines.join('\n');
}

const LINES = [
  'Page # of the tree holds up to 200 cells and a pointer to its right-most child.',
  'When page # is full it is split in two, and the middle key moves up to the parent; so the tree stays balanced.',
  'A cursor keeps the path from the root to page #, so that moving to the next entry needs no search.',
  'Page # is written to the journal before it is changed, so that a crash can be rolled back.',
  'The cache keeps page # in memory for as long as a cursor points at it.',
] as const;
