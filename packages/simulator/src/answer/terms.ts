export interface Term {
  readonly text: string;
  readonly weight: number;
}

const STOP_WORDS = new Set(
  (
    'a an and any are as at be been between by can could describe did do does each explain for from give had has have how i if in into is it ' +
    'its me my of on one or please purpose show should tell that the their them there these they this those to us use used uses user users using was we were what when ' +
    'where which who why will with would you your answer question about code file context work works happen happens mean means line lines'
  ).split(' '),
);

const MAX_TERMS = 12;

/** At most 12 words, without stop words. */
export function termsOf(question: string): Term[] {
  const terms = new Map<string, Term>();
  for (const [word] of question.matchAll(/[\p{L}\p{N}_$]+/gu)) {
    const text = word.toLowerCase();
    if (text.length < 2 || STOP_WORDS.has(text) || terms.has(text)) continue;
    const isName = /[a-z][A-Z]|_|\d/.test(word) || (word === word.toUpperCase() && word.length > 2);
    terms.set(text, { text, weight: isName ? 4 : 1 });
    if (terms.size === MAX_TERMS) break;
  }
  return [...terms.values()];
}
