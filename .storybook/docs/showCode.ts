/** Where each name that a story may show is imported from. */
const FROM: Readonly<Record<string, string>> = {
  AskBox: '@forewarm/react',
  Attachments: '@forewarm/react/attachments',
  Chat: '@forewarm/react/chat',
  ForewarmProvider: '@forewarm/react',
  Lanes: '@forewarm/react',
  ForewarmDevtools: '@forewarm/react/devtools',
  Markdown: '@forewarm/react/markdown',
  renderMarkdown: '@forewarm/react/markdown',
};

/** What is known of a story: Storybook's context of it. */
export interface Shown {
  /** Ends in the component's name. */
  readonly title: string;
  readonly name: string;
  readonly initialArgs: Readonly<Record<string, unknown>>;
  readonly parameters: { readonly fileName?: string };
}

const FILES = import.meta.glob<string>('../../packages/react/src/**/*.stories.tsx', {
  query: '?raw',
  import: 'default',
});

/** For `docs.source.transform`: what one writes, in place of what React was given. */
export async function showCode(_printed: string, shown: Shown): Promise<string> {
  const file = await FILES[`../../${shown.parameters.fileName?.replace('./', '')}`]?.();
  return codeOf(shown, file ?? '');
}

/**
 * What one writes to have what a story shows: the JSX it has in its file, else the component with
 * the story's args, after the imports. Pure.
 */
export function codeOf({ title, name, initialArgs }: Shown, file: string): string {
  const start = file.indexOf(`export const ${name.replaceAll(' ', '')}: Story = {`);
  const source = start < 0 ? '' : file.slice(start, file.indexOf('\n};', start));
  const attributes = Object.entries(initialArgs)
    .map(([prop, value]) => attribute(prop, value, file))
    .filter((each) => each !== null);
  const jsx = jsxOf(source)?.replace(/ \{\.\.\.args\}/, () => attributes.map((each) => ` ${each}`).join(''));
  return withImports(jsx ?? element(title.split('/').at(-1)!, attributes));
}

/** What a story's `render` returns, with the indentation it has by itself. */
function jsxOf(source: string): string | undefined {
  const lines = /render: \((?:args)?\) => \(\n(?<jsx>[^]*?)\n {2}\),/.exec(source)?.groups!['jsx']!.split('\n');
  const margin = lines?.[0]!.search(/\S/);
  return lines?.map((line) => line.slice(margin)).join('\n');
}

function element(name: string, attributes: readonly string[]): string {
  const line = `<${[name, ...attributes].join(' ')} />`;
  return line.length <= 80 ? line : `<${name}\n${attributes.map((each) => `  ${each}`).join('\n')}\n/>`;
}

/** A prop as one writes it. Functions have the name they have in the story's file; what else holds code is left out. */
function attribute(name: string, value: unknown, source: string): string | null {
  if (value === undefined || value === false) return null;
  if (value === true) return name;
  if (typeof value === 'string' && !/["\n]/.test(value)) return `${name}="${value}"`;
  if (typeof value !== 'function') return holdsFunction(value) ? null : `${name}={${literal(value)}}`;
  const called = new RegExp(`\\b${name}: (\\w+)\\b(?!\\()`).exec(source)?.[1];
  return called === undefined ? null : `${name}={${called}}`;
}

const holdsFunction = (value: unknown): boolean =>
  typeof value === 'function' || (typeof value === 'object' && Object.values(value ?? {}).some(holdsFunction));

function literal(value: unknown): string {
  if (typeof value === 'string')
    return `'${value.replaceAll(/[\\']/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`)}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).map(([name, inner]) => `${name}: ${literal(inner)}`);
  return `{ ${fields.join(', ')} }`;
}

function withImports(code: string): string {
  const names = Object.keys(FROM).filter((name) => new RegExp(`<${name}\\b|\\{${name}\\}`).test(code));
  const modules = [...new Set(names.map((name) => FROM[name]!))];
  const imports = modules.map((from) => {
    const own = names.filter((name) => FROM[name] === from);
    return `import { ${own.join(', ')} } from '${from}';`;
  });
  return [imports.join('\n'), code].join(imports.length > 0 ? '\n\n' : '');
}
