'use client';
import {
  cloneElement,
  type ComponentPropsWithoutRef,
  createElement,
  type CSSProperties,
  type ReactElement,
  type ReactNode,
  type Ref,
  type RefCallback,
  useMemo,
  version,
} from 'react';

/** Becomes `data-*` attributes, and an argument of `className`, `style` and `render`. */
export type PartState = Readonly<Record<string, string | boolean>>;

export type Tag = 'details' | 'div' | 'form' | 'span' | 'p' | 'ol' | 'ul' | 'section' | 'button' | 'textarea';
type Props = Readonly<Record<string, unknown>>;

/** `className`, `style` and `render` may depend on the part's state. */
export type PartProps<T extends Tag, State extends PartState> = Omit<
  ComponentPropsWithoutRef<T>,
  'className' | 'style'
> & {
  /** A class, or a function of the state. */
  className?: string | ((state: State) => string | undefined) | undefined;
  /** An inline style, or a function of the state. */
  style?: CSSProperties | ((state: State) => CSSProperties | undefined) | undefined;
  /** Replaces the element by another, or by a function of its props (with `ref`) and state. */
  render?: ReactElement | ((props: Props, state: State) => ReactNode) | undefined;
};

interface PartElementProps<T extends Tag, State extends PartState> {
  tag: T;
  /** The `data-forewarm` attribute, for `styles.css`. */
  part: string;
  state: State;
  given: PartProps<T, State>;
  /** The part's own; handlers run after the user's, unless those prevented the default. */
  own?: ComponentPropsWithoutRef<T>;
  attach: RefCallback<never>;
}

export function Part<T extends Tag, State extends PartState>({
  tag,
  part,
  state,
  given,
  own,
  attach: ref,
}: PartElementProps<T, State>): ReactNode {
  const { className, style, render, ...rest } = given;
  const data: Record<string, unknown> = { 'data-forewarm': part };
  for (const [name, value] of Object.entries(state)) {
    if (value !== false) data[`data-${name}`] = value === true ? '' : value;
  }
  const props: Record<string, unknown> = { ...data, ...merge(own ?? {}, rest), ref };
  const ownClass = typeof className === 'function' ? className(state) : className;
  if (ownClass !== undefined) props['className'] = ownClass;
  const ownStyle = typeof style === 'function' ? style(state) : style;
  if (ownStyle !== undefined) props['style'] = ownStyle;
  if (typeof render === 'function') return render(props, state);
  if (!render) return createElement(tag, props);
  const element = render as ReactElement<Props> & { ref?: Ref<unknown> };
  // React 18 keeps the ref beside the props; React 19 warns of reading it there.
  const elementRef = (version.startsWith('18.') ? element.ref : element.props['ref']) as Ref<unknown> | undefined;
  return cloneElement(element, { ...merge(props, element.props), ref: joinRefs(ref as Ref<unknown>, elementRef) });
}

export function useJoinedRef<T>(given: Ref<T>, own: Ref<T> = null, other: Ref<T> = null): RefCallback<T> {
  return useMemo(() => joinRefs(own, other, given), [own, other, given]);
}

function joinRefs<T>(...refs: readonly (Ref<T> | undefined)[]): RefCallback<T> {
  let ends: readonly (() => void)[] = [];
  return (node) => {
    for (const end of ends) end();
    ends = node === null ? [] : refs.map((ref) => attach(ref, node));
  };
}

/** Returns what clears the ref: its own cleanup, if any (React 19). */
function attach<T>(ref: Ref<T> | undefined, node: T): () => void {
  if (typeof ref === 'function') {
    const end: unknown = ref(node);
    return typeof end === 'function' ? () => void end() : () => void ref(null);
  }
  if (ref) ref.current = node;
  return () => {
    if (ref) ref.current = null;
  };
}

function merge(inner: Props, outer: Props): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...inner };
  for (const [name, value] of Object.entries(outer)) {
    const before = merged[name];
    if (/^on[A-Z]/.test(name) && typeof before === 'function' && typeof value === 'function') {
      merged[name] = chain(value as Handler, before as Handler);
    } else if (name === 'className' && typeof before === 'string' && typeof value === 'string') {
      merged[name] = `${before} ${value}`;
    } else if (name === 'style' && typeof before === 'object' && typeof value === 'object') {
      merged[name] = { ...before, ...value };
    } else if (value !== undefined) {
      merged[name] = value;
    }
  }
  return merged;
}

type Handler = (event: { defaultPrevented?: boolean }) => void;

function chain(first: Handler, second: Handler): Handler {
  return (event) => {
    first(event);
    if (!event?.defaultPrevented) second(event);
  };
}
