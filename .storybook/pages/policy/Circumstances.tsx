import { ENGLISH } from '@forewarm/react';
import type { ReactNode } from 'react';
import { Table } from '../../docs/Table.js';
import { CIRCUMSTANCES, look } from './circumstances.js';
import './policy.css';

/** What the policy says in each circumstance, asked while this is drawn. */
export function Circumstances(): ReactNode {
  return (
    <Table>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Decision</th>
          <th scope="col">Shown in the box</th>
        </tr>
      </thead>
      <tbody>
        {CIRCUMSTANCES.map((each) => {
          const { action, reason } = look(each);
          return (
            <tr key={each.label}>
              <th scope="row">{each.label}</th>
              <td>
                <span className={`policy-key policy-did-${action}`} aria-hidden /> <code>{reason ?? action}</code>
              </td>
              <td>{reason === null ? ENGLISH.warm.warming : ENGLISH.reason(reason)}</td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
