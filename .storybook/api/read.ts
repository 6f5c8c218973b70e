import { Node, Project, type SourceFile, type Symbol as MorphSymbol, SyntaxKind, type TypeNode } from 'ts-morph';
import { entryPoints, ROOT } from './entries.js';
import { docOf, membersOf, oneLine, typeOf } from './members.js';
import type { ApiExport, ApiType } from './model.js';

const NONE = { signature: null, members: [], element: null, state: [], parameters: [], returns: null } as const;

/** Everything that the kit's entry points export, read from the types and docstrings of the source. Takes some seconds. */
export function readApi(): ApiExport[] {
  const project = new Project({ tsConfigFilePath: `${ROOT}tsconfig.json`, skipAddingFilesFromTsConfig: true });
  const files = [...entryPoints()].map(([from, path]) => [from, project.addSourceFileAtPath(path)] as const);
  project.resolveSourceFileDependencies();
  return files.flatMap(([from, file]) => exportsOf(from, file));
}

function exportsOf(from: string, file: SourceFile): ApiExport[] {
  return file.getExportSymbols().map((symbol) => {
    const own = symbol.isAlias() ? (symbol.getAliasedSymbol() ?? symbol) : symbol;
    const [declaration] = own.getDeclarations();
    const shown = declaration ? describe(symbol.getName(), own, declaration) : ({ ...NONE, kind: 'value' } as const);
    return { ...NONE, name: symbol.getName(), from, description: docOf(own), ...shown };
  });
}

type Shown = Partial<ApiExport> & Pick<ApiExport, 'kind'>;

function describe(name: string, symbol: MorphSymbol, declaration: Node): Shown {
  if (Node.isInterfaceDeclaration(declaration) || Node.isTypeAliasDeclaration(declaration)) {
    const members = membersOf(declaration.getType(), declaration);
    const written = Node.isTypeAliasDeclaration(declaration) ? declaration.getTypeNode()?.getText() : undefined;
    return { kind: 'type', members, signature: members.length === 0 && written ? oneLine(written) : null };
  }
  const signatures = symbol.getTypeAtLocation(declaration).getCallSignatures();
  const [signature] = signatures;
  if (!signature) return { kind: 'value' };
  const isComponent = /^[A-Z][a-z]/.test(name);
  if (isComponent) {
    const [props] = signature.getParameters();
    const members = props ? membersOf(props.getTypeAtLocation(declaration), declaration) : [];
    return { kind: 'component', members, ...partOf(declaration) };
  }
  const parameters = signatures
    .flatMap((each) => each.getParameters())
    .map((parameter) => typeOf(parameter.getTypeAtLocation(declaration).getNonNullableType(), declaration))
    .filter((type) => type !== null);
  return {
    kind: /^use[A-Z]/.test(name) ? 'hook' : 'function',
    signature: declarationsOf(symbol)
      .map((each) => head(name, each))
      .join('\n'),
    parameters: uniqueByName(parameters),
    returns: typeOf(signature.getReturnType(), declaration),
  };
}

/** The ways a function can be called: its overloads where it has some, without the one that implements them. */
function declarationsOf(symbol: MorphSymbol): Node[] {
  const declarations = symbol.getDeclarations();
  const overloads = declarations.filter((each) => Node.isFunctionDeclaration(each) && !each.hasBody());
  return overloads.length > 0 ? overloads : declarations.slice(0, 1);
}

/** The head of a function: `useAsk(options: AskOptions): Ask`. */
function head(name: string, declaration: Node): string {
  if (!Node.isFunctionDeclaration(declaration)) return name;
  const generics = declaration.getTypeParameters().map((each) => each.getText());
  const parameters = declaration.getParameters().map((parameter) => {
    const given = parameter.getNameNode();
    const called = Node.isIdentifier(given) ? given.getText() : 'options';
    const optional = parameter.isOptional() ? '?' : '';
    return `${called}${optional}: ${parameter.getTypeNode()?.getText() ?? 'unknown'}`;
  });
  const result = declaration.getReturnTypeNode()?.getText() ?? 'void';
  return oneLine(
    `${name}${generics.length > 0 ? `<${generics.join(', ')}>` : ''}(${parameters.join(', ')}): ${result}`,
  );
}

/** The element and the state of a part, from `AskBoxPart` in its type or `PartProps` in that of its props. */
function partOf(declaration: Node): Pick<ApiExport, 'element' | 'state'> {
  const found = partProps(declaration) ?? partProps(declaration.getSourceFile());
  if (!found) return { element: null, state: [] };
  const [element, state] = found;
  return { element: element!.getText().slice(1, -1), state: membersOf(state!.getType(), declaration) };
}

function partProps(node: Node, depth = 0): TypeNode[] | null {
  for (const reference of node.getDescendantsOfKind(SyntaxKind.TypeReference)) {
    const named = reference.getTypeName();
    if (/^(AskBoxPart|PartProps)$/.test(named.getText())) return reference.getTypeArguments();
    if (depth > 1 || !named.getText().endsWith('Props')) continue;
    const alias = named.getSymbol()?.getAliasedSymbol() ?? named.getSymbol();
    const found = alias
      ?.getDeclarations()
      .map((each) => partProps(each, depth + 1))
      .find(Boolean);
    if (found) return found;
  }
  return null;
}

function uniqueByName(types: readonly ApiType[]): ApiType[] {
  return [...new Map(types.map((type) => [type.name, type])).values()];
}
