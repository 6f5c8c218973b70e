// Writes api/*.md, each package's exports, from the built declarations. --check fails if a report
// is not current.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Node, Project, SyntaxKind, ts } from 'ts-morph';

const root = fileURLToPath(new URL('..', import.meta.url));
const printer = ts.createPrinter({ removeComments: true });
const project = new Project({
  compilerOptions: { module: ts.ModuleKind.NodeNext, skipLibCheck: true, noLib: true, types: [] },
  skipAddingFilesFromTsConfig: true,
});

/**
 * Names and declaration files of entry points.
 * @param {string} folder
 * @returns {[string, string][]}
 */
function entriesOf(folder) {
  const { name, exports } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  return Object.entries(exports).flatMap(([subpath, target]) =>
    target.types ? [[name + subpath.slice(1), `${folder}/${target.types}`]] : [],
  );
}

/**
 * A declaration without comments and private members.
 * @param {import('ts-morph').Node} node
 */
function textOf(node) {
  const shown = Node.isVariableDeclaration(node) ? node.getVariableStatementOrThrow() : node;
  return printer
    .printNode(ts.EmitHint.Unspecified, shown.compilerNode, node.getSourceFile().compilerNode)
    .replace(/^export (declare )?(default )?|^declare /, '')
    .replaceAll(/^ *(#private|private .*);\n/gm, '');
}

/**
 * Types that signatures use but no entry point exports.
 * @param {import('ts-morph').Node[]} declarations
 * @param {string} folder
 */
function usedBy(declarations, folder) {
  const seen = new Set(declarations);
  for (const declaration of seen) {
    for (const identifier of declaration.getDescendantsOfKind(SyntaxKind.Identifier)) {
      const symbol = identifier.getSymbol();
      for (const used of (symbol?.getAliasedSymbol() ?? symbol)?.getDeclarations() ?? []) {
        const isType = Node.isInterfaceDeclaration(used) || Node.isTypeAliasDeclaration(used);
        const isOurs = used.getSourceFile().getFilePath().startsWith(`${folder}/dist/`);
        if (isOurs && (isType || Node.isClassDeclaration(used))) seen.add(used);
      }
    }
  }
  return [...seen].slice(declarations.length);
}

/** @param {readonly string[]} texts */
const code = (texts) => `\`\`\`ts\n${texts.toSorted().join('\n')}\n\`\`\`\n`;

/** @param {string} folder */
function reportOf(folder) {
  const entries = entriesOf(folder).map(([name, path]) => {
    const exported = [...project.addSourceFileAtPath(path).getExportedDeclarations()];
    return { name, exported: exported.toSorted(([a], [b]) => (a < b ? -1 : 1)) };
  });
  const sections = entries.map(
    ({ name, exported }) =>
      `## ${name}: ${exported.length} names\n\n${code(exported.flatMap(([, nodes]) => nodes.map(textOf)))}`,
  );
  const all = entries.flatMap(({ exported }) => exported.flatMap(([, nodes]) => nodes));
  const used = usedBy([...new Set(all)], folder).map(textOf);
  const rest = used.length > 0 ? [`## Not exported, but part of these signatures\n\n${code(used)}`] : [];
  return `# ${entries[0]?.name.split('/').slice(0, 2).join('/')}\n\nWritten by \`npm run docs:api\`.\n\n${[...sections, ...rest].join('\n')}`;
}

const isCheck = process.argv.includes('--check');
mkdirSync(`${root}api`, { recursive: true });
for (const name of readdirSync(`${root}packages`)) {
  const report = reportOf(`${root}packages/${name}`);
  const path = `${root}api/${name}.md`;
  if (!isCheck) writeFileSync(path, report);
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== report) {
    console.error(`api/${name}.md is not current: run npm run docs:api, and check what the change breaks`);
    process.exitCode = 1;
  }
}
