'use client';
import {
  type ComponentPropsWithoutRef,
  forwardRef,
  type ForwardRefExoticComponent,
  type ReactNode,
  type Ref,
  type RefAttributes,
} from 'react';
import { Part, type PartProps, type PartState, type Tag, useJoinedRef } from '../part.js';
import { type Box, useBox } from './context.js';

/** A part of the ask box; its state shows as `data-*` attributes. */
export type AskBoxPart<T extends Tag, State extends PartState> = ForwardRefExoticComponent<
  PartProps<T, State> & RefAttributes<HTMLElementTagNameMap[T]>
>;

interface Drawn<T extends Tag, State extends PartState> {
  state: State;
  own: ComponentPropsWithoutRef<T>;
  /** Refs besides the user's. */
  refs?: readonly Ref<HTMLElementTagNameMap[T]>[];
}

/** Makes a part from what `useDrawn` returns; null draws nothing. */
export function part<T extends Tag, State extends PartState, Value = Box>(
  tag: T,
  name: string,
  useDrawn: (value: Value, given: PartProps<T, State>) => Drawn<T, State> | null,
  useValue: () => Value = useBox as never,
): AskBoxPart<T, State> {
  function AskBoxPart(given: PartProps<T, State>, ref: Ref<HTMLElementTagNameMap[T]>): ReactNode {
    const drawn = useDrawn(useValue(), given);
    const attach = useJoinedRef(ref, drawn?.refs?.[0], drawn?.refs?.[1]);
    if (!drawn) return null;
    return <Part tag={tag} part={name} state={drawn.state} given={given} own={drawn.own} attach={attach} />;
  }
  AskBoxPart.displayName = `AskBox.${name}`;
  // TypeScript can't follow `PropsWithoutRef` for an open `T`.
  const made: unknown = forwardRef(AskBoxPart as never);
  return made as AskBoxPart<T, State>;
}
