export interface Edit {
  readonly file: string;
  readonly kind: 'whole' | 'diff';
  readonly text: string;
}

export interface FreshApp {
  readonly name: string;
  readonly needsNode22: boolean;
  readonly commands: readonly string[];
  readonly edits: readonly Edit[];
}

/** What precedes the first app applies to all. */
export function readPage(markdown: string): FreshApp[] {
  const [shared = '', ...sections] = markdown.split(/^## /m);
  return sections.flatMap((section) => {
    const name = section.slice(0, section.indexOf('\n')).trim();
    const commands = /^```sh\n([\s\S]*?)^```/m.exec(section)?.[1]?.trim().split('\n');
    const needsNode22 = section.includes('Needs Node 22');
    return commands ? [{ name, needsNode22, commands, edits: [...editsIn(shared), ...editsIn(section)] }] : [];
  });
}

function editsIn(markdown: string): Edit[] {
  const blocks = markdown.matchAll(/^`([^`\n]+)`[^`\n]*:\n\n(?:<!--.*-->\n)?```(\w+)\n([\s\S]*?)^```/gm);
  return [...blocks].map(([, file = '', language, text = '']) => ({
    file,
    kind: language === 'diff' ? 'diff' : 'whole',
    text,
  }));
}

/** A new file's nonempty lines, or those a diff adds. */
export function linesToWrite({ kind, text }: Edit): number {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return kind === 'whole' ? lines.length : lines.filter((line) => line.startsWith('+')).length;
}

/** Hunks are separated by empty lines; throws if one doesn't match. */
export function applyDiff(before: string, diff: string): string {
  const lines = before.split('\n');
  for (const hunk of diff.trimEnd().split('\n\n')) {
    const marked = hunk.split('\n').map((line) => ({ mark: line[0], text: line.slice(1) }));
    const old = marked.filter(({ mark }) => mark !== '+').map(({ text }) => text.trim());
    const start = lines.findIndex((_, index) => old.every((text, offset) => lines[index + offset]?.trim() === text));
    if (start === -1 || old.length === 0) throw new Error(`Nothing in the file is as in:\n${hunk}\nIt has:\n${before}`);
    const kept = lines.slice(start, start + old.length);
    const now = marked.flatMap(({ mark, text }) => {
      const original = mark === '+' ? text : kept.shift()!;
      return mark === '-' ? [] : [original];
    });
    lines.splice(start, old.length, ...now);
  }
  return lines.join('\n');
}
