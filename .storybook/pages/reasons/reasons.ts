import text from '../../../docs/reasons.md?raw';

/** Sections of `docs/reasons.md` by their headings, each with what stands beneath it. */
const SECTIONS: ReadonlyMap<string, string> = new Map(
  text
    .split(/^## /m)
    .slice(1)
    .map((section): [string, string] => {
      const end = section.indexOf('\n');
      return [section.slice(0, end).trim(), section.slice(end).trim()];
    }),
);

/** What the documentation says about a reason; throws where it says nothing. */
export function aboutReason(reason: string): string {
  const about = SECTIONS.get(reason);
  if (about === undefined) throw new Error(`docs/reasons.md has no section "${reason}".`);
  return about;
}
