import type { CDPSession, Page } from 'playwright';

type AxNode = Awaited<ReturnType<typeof fullTree>>['nodes'][number];
const fullTree = (session: CDPSession) => session.send('Accessibility.getFullAXTree');
/** What a screen reader says of a node beside its role and name. */
const STATES = new Set(['busy', 'invalid', 'focused', 'expanded', 'live']);
const SILENT = new Set(['none', 'generic', 'InlineTextBox', 'LineBreak', 'ListMarker']);

const NAMED_BY_CONTENT = new Set([
  'button',
  'caption',
  'cell',
  'columnheader',
  'link',
  'rowheader',
  'DisclosureTriangle',
]);

/**
 * The tree that Chromium gives assistive technology for the ask box, a line for each node,
 * indented.
 */
export async function accessibilityTree(page: Page, name = 'Ask a question'): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await fullTree(session);
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const root = nodes.find(({ role, name: own }) => role?.value === 'group' && own?.value === name);
  if (!root) throw new Error(`There is no group "${name}" in the accessibility tree.`);
  const lines: string[] = [];
  const walk = (node: AxNode, depth: number): void => {
    const role = String(node.role?.value);
    const silent = node.ignored || SILENT.has(role);
    if (!silent) lines.push('  '.repeat(depth) + describe(node, role));
    // A button's or a figure's text is its name.
    if (NAMED_BY_CONTENT.has(role)) return;
    for (const id of node.childIds ?? []) {
      const child = byId.get(id);
      if (child) walk(child, silent ? depth : depth + 1);
    }
  };
  walk(root, 0);
  await session.detach();
  return lines;
}

function describe({ name, description, properties = [] }: AxNode, role: string): string {
  const states = properties
    .filter(
      ({ name: state, value }) => STATES.has(state) && !['false', false, 'off', ''].includes(value.value as string),
    )
    .map(({ name: state, value }) => (value.value === true ? state : `${state}=${String(value.value)}`));
  if (description?.value) states.push(`described by "${String(description.value)}"`);
  const quoted = name?.value ? ` "${String(name.value).replaceAll(/\d+(\.\d+)?/g, '#')}"` : '';
  return `${role}${quoted}${states.length > 0 ? ` (${states.join(', ')})` : ''}`;
}
