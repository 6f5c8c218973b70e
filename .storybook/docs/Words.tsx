import { ENGLISH } from '@forewarm/react';
import type { ReactNode } from 'react';
import { Table } from './Table.js';

/** Stands for what a word is given: a figure, a name. */
const GIVEN = '…';

/** Every word of the kit with its English text, as it is exported. */
export function Words(): ReactNode {
  return (
    <Table>
      <thead>
        <tr>
          <th scope="col">Label</th>
          <th scope="col">English</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(ENGLISH).flatMap(([name, value]) =>
          texts(name, value).map(([label, text]) => (
            <tr key={label}>
              <th scope="row">
                <code>{label}</code>
              </th>
              <td>{text}</td>
            </tr>
          )),
        )}
      </tbody>
    </Table>
  );
}

function texts(name: string, value: unknown): [label: string, text: string][] {
  if (typeof value === 'string') return [[name, value]];
  if (typeof value === 'function') {
    const text = (value as (...given: string[]) => unknown)(GIVEN, GIVEN);
    return [[`${name}()`, typeof text === 'string' ? text : GIVEN]];
  }
  return Object.entries(value as object).flatMap(([key, inner]) => texts(`${name}.${key}`, inner));
}
