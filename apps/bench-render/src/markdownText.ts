/** Each chapter has so many tokens; four have one block of code each. */
const CHAPTER = 1_250;
const SENTENCE =
  'When a **page** is full it is split in two, and the `middle key` moves up to [its parent](https://sqlite.org/btree), so the tree grows at its *root*. ';

const lines = (count: number, line: (n: number) => string): string =>
  `${Array.from({ length: count }, (_, n) => line(n)).join('\n')}\n\n`;

const LIST = lines(12, (n) =>
  n % 3 === 2
    ? `  - a node of **level ${n}** below it`
    : `- keys from \`${n * 100}\` to \`${n * 100 + 99}\` on this page`,
);
const STEPS = lines(8, (n) => `${n + 1}. Read page ${n}, look for the key, and go down to *its child*.`);
const TABLE = lines(14, (n) => {
  if (n === 0) return '| Page | Keys | Depth | State |';
  if (n === 1) return '| --- | ---: | ---: | --- |';
  return `| page ${n} | ${n * 37} | ${n % 4} | ${n % 2 ? '**full**' : '`free`'} |`;
});
const CODE = `\`\`\`ts\n${lines(60, (n) =>
  n % 6 === 5 ? '' : `${' '.repeat((n % 6) * 2)}const page${n} = split(parent[${n}], key > ${n * 7} ? left : right);`,
).trimEnd()}\n\`\`\`\n\n`;

/** As a model's tokens are: a word, or a part of a long one, with the space before it. */
const tokensOf = (text: string): string[] => text.match(/ *\S{1,8}|\n+| +/g)!;

function chapter(n: number): string[] {
  const tokens = tokensOf(
    `## Part ${n + 1}\n\n${SENTENCE.repeat(3)}\n\n${LIST}${TABLE}${CODE}> ${SENTENCE}\n\n${STEPS}`,
  );
  const paragraph = tokensOf(`${SENTENCE.repeat(2)}\n\n`);
  while (tokens.length + paragraph.length <= CHAPTER) tokens.push(...paragraph);
  return tokens;
}

/**
 * Markdown as a model writes it: headings, lists, tables, quotes and blocks of code of 60 lines.
 */
export function markdownTokens(count: number): string[] {
  const tokens: string[] = [];
  for (let n = 0; tokens.length < count; n++) tokens.push(...chapter(n));
  return tokens.slice(0, count);
}
