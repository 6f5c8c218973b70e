/** A prop, an option, or a field of what comes back. */
export interface ApiMember {
  readonly name: string;
  /** As it is written in the source, without `undefined`. */
  readonly type: string;
  readonly required: boolean;
  /** What its docstring says after "Default"; null where it says nothing. */
  readonly fallback: string | null;
  readonly description: string;
}

/** A type of the kit with its members; none where it is not an object. */
export interface ApiType {
  readonly name: string;
  readonly description: string;
  readonly members: readonly ApiMember[];
}

/** One name that an entry point exports. */
export interface ApiExport {
  readonly name: string;
  /** What it is imported from, such as `@forewarm/react/markdown`. */
  readonly from: string;
  readonly kind: 'component' | 'hook' | 'function' | 'value' | 'type';
  readonly description: string;
  /** How it is called, for a function; how it is written, for a type that is no object. */
  readonly signature: string | null;
  /** A type's own members, a component's props. Those of an HTML element are left out. */
  readonly members: readonly ApiMember[];
  /** The HTML element whose attributes a component takes too. */
  readonly element: string | null;
  /** What a part shows of itself as `data-*` attributes and to functions given as `className`, `style` and `render`. */
  readonly state: readonly ApiMember[];
  /** Types of the kit among a function's parameters. */
  readonly parameters: readonly ApiType[];
  /** What a function gives, where it is a type of the kit. */
  readonly returns: ApiType | null;
}
