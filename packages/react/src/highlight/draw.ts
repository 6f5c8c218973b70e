'use client';
import { common, createLowlight } from 'lowlight';
import { createElement, type ReactNode } from 'react';

type Root = ReturnType<ReturnType<typeof createLowlight>['highlight']>;
type Node = Root['children'][number];

const lowlight = createLowlight(common);

/** Gives elements with highlight.js classes; null for unknown languages. */
export function draw(code: string, language: string): ReactNode {
  const name = language.toLowerCase();
  return lowlight.registered(name) ? lowlight.highlight(name, code).children.map(toElement) : null;
}

function toElement(node: Node, index: number): ReactNode {
  if (node.type === 'text') return node.value;
  if (node.type !== 'element') return null;
  const className = [node.properties['className']].flat().join(' ');
  return createElement('span', { key: index, className }, node.children.map(toElement));
}
