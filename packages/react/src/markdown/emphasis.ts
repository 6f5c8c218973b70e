/** The most emphasis that is open at once in a piece that is read as Markdown. */
export const MAX_EMPHASIS = 100;

/**
 * How much emphasis is open at once at most, by CommonMark's rules for which marks open and which
 * close; closed or not, a parser keeps it all at hand. One pass.
 */
export function emphasisOf(text: string): number {
  const open: Record<string, number> = { '*': 0, _: 0, '~': 0 };
  let most = 0;
  for (const { 0: run, index } of text.matchAll(/\*+|_+|~+/g)) {
    const before = kindOf(text[index - 1]);
    const after = kindOf(text[index + run.length]);
    const opens = after === 'letter' || (after === 'sign' && before !== 'letter');
    const closes = before === 'letter' || (before === 'sign' && after !== 'letter');
    const mark = run[0]!;
    if (closes && open[mark]! > 0) open[mark]!--;
    else if (opens) open[mark]!++;
    most = Math.max(most, open['*']! + open['_']! + open['~']!);
  }
  return most;
}

function kindOf(character: string | undefined): 'space' | 'sign' | 'letter' {
  if (character === undefined || /\s/.test(character)) return 'space';
  return /[\p{P}\p{S}]/u.test(character) ? 'sign' : 'letter';
}
