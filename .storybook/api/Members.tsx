import type { ReactNode } from 'react';
import { Table } from '../docs/Table.js';
import type { ApiMember } from './model.js';
import { Prose } from './Prose.js';

/** Props, options or fields as a table. */
export function Members({ of, called }: { of: readonly ApiMember[]; called: string }): ReactNode {
  const hasDefaults = of.some(({ required, fallback }) => !required || fallback !== null);
  return (
    <Table>
      <thead>
        <tr>
          <th scope="col">{called}</th>
          <th scope="col">Description</th>
          <th scope="col">Type</th>
          {hasDefaults && <th scope="col">Default</th>}
        </tr>
      </thead>
      <tbody>
        {of.map((member) => (
          <tr key={member.name}>
            <th scope="row">
              <code>{member.name}</code>
            </th>
            <td>
              <Prose text={member.description} />
            </td>
            <td>
              <code>{member.type}</code>
            </td>
            {hasDefaults && <td>{byDefault(member)}</td>}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function byDefault({ required, fallback }: ApiMember): ReactNode {
  if (fallback !== null) return <Prose text={fallback} />;
  return required ? 'required' : 'none';
}
