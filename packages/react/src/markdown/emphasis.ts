/** Emphasis open at once in a piece read as Markdown. */
export const MAX_EMPHASIS = 100;

/** Follows CommonMark, in one pass: a parser keeps all that is open. */
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
