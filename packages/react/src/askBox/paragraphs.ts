/**
 * Cuts a text after each run of blank lines, which stays with what it ends: joined, the pieces are
 * the text. Drawn as blocks, only the last is laid out anew while an answer comes in.
 */
export function splitParagraphs(text: string): string[] {
  return text.split(/(?<=\n\n)(?!\n)/);
}
