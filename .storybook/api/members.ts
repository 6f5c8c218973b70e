import { Node, type Symbol as MorphSymbol, type Type, TypeFormatFlags } from 'ts-morph';
import type { ApiMember, ApiType } from './model.js';

const FLAGS = TypeFormatFlags.UseAliasDefinedOutsideCurrentScope | TypeFormatFlags.NoTruncation;

/** What the docstring of a symbol says, as one paragraph. */
export function docOf(symbol: MorphSymbol | undefined): string {
  const parts = symbol?.compilerSymbol.getDocumentationComment(undefined) ?? [];
  return oneLine(parts.map(({ text }) => text).join(''));
}

/** The properties of an object type that are the kit's own: an HTML element's are React's to document. */
export function membersOf(type: Type, where: Node): ApiMember[] {
  if (!type.isObject() && !type.isIntersection()) return [];
  if (type.isArray() || type.isTuple()) return [];
  return type
    .getProperties()
    .filter(isOurs)
    .map((property) => memberOf(property, where));
}

/** A type with its members, where it is one of the kit's objects. */
export function typeOf(type: Type, where: Node): ApiType | null {
  const symbol = type.getAliasSymbol() ?? type.getSymbol();
  if (!symbol || !isOurs(symbol) || symbol.getDeclarations().some(Node.isClassDeclaration)) return null;
  const members = membersOf(type, where);
  return members.length > 0 ? { name: symbol.getName(), description: docOf(symbol), members } : null;
}

/** Whether a symbol is declared in the kit. */
function isOurs(symbol: MorphSymbol): boolean {
  return symbol.getDeclarations().some((node) => !node.getSourceFile().isInNodeModules());
}

function memberOf(property: MorphSymbol, where: Node): ApiMember {
  const [declaration] = property.getDeclarations();
  const written = Node.isPropertySignature(declaration) ? declaration.getTypeNode()?.getText() : undefined;
  const type = written ?? property.getTypeAtLocation(where).getText(where, FLAGS);
  const { description, fallback } = splitDefault(docOf(property));
  const required = !property.isOptional();
  return { name: property.getName(), type: withoutUndefined(oneLine(type)), required, fallback, description };
}

/** A docstring without the sentence on the default, and that. */
export function splitDefault(doc: string): { description: string; fallback: string | null } {
  const found = /(?:^|[.;:] )default:? (?<value>.+?)(?:\.(?= |$)|$)/i.exec(doc);
  if (!found) return { description: doc, fallback: null };
  const before = doc.slice(0, found.index + (found.index > 0 ? 1 : 0)).replace(/[;:]$/, '.');
  const after = doc.slice(found.index + found[0].length).trim();
  return { description: [before, after].filter(Boolean).join(' '), fallback: found.groups!['value']! };
}

function withoutUndefined(type: string): string {
  const rest = type.replace(/ \| undefined$/, '');
  // Brackets around a function that stood beside `undefined` have lost their reason.
  return rest !== type && /^\([^()]*\([^()]*\)[^()]*\)$/.test(rest) ? rest.slice(1, -1) : rest;
}

export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
