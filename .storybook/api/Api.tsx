import type { ReactNode } from 'react';
import { Code } from '../docs/Code.js';
import exported from 'virtual:forewarm-api';
import { Members } from './Members.js';
import type { ApiExport } from './model.js';
import { Prose } from './Prose.js';
import { shownTypes } from './shown.js';
import './api.css';

/** One export of the kit: description, signature, and tables of its props, options and results, from the types. */
export function Api({ of, called = of }: { of: string; called?: string }): ReactNode {
  const found = exportOf(of);
  if (!found) throw new Error(`The kit exports no ${of}; look at the package's index.ts.`);
  const { name, from, kind, description, signature, element } = found;
  return (
    <section className="api" aria-labelledby={of}>
      <h3 id={of}>{called}</h3>
      <p className="api-from">
        <code>{`import { ${kind === 'type' ? 'type ' : ''}${name} } from '${from}'`}</code>
      </p>
      {description && (
        <p>
          <Prose text={description} />
        </p>
      )}
      {signature && <Code of={signature} language="tsx" />}
      <Own of={found} />
      {element && (
        <p>
          Also all attributes and the ref of <code>{`<${element}>`}</code>.
        </p>
      )}
      {shownTypes(found).map((type) => (
        <div key={type.name}>
          <h4>
            <code>{type.name}</code>
          </h4>
          {type.description && (
            <p>
              <Prose text={type.description} />
            </p>
          )}
          <Members of={type.members} called={type === found.returns ? 'Field' : 'Option'} />
        </div>
      ))}
    </section>
  );
}

/** What the kit exports under a name. */
export function exportOf(of: string): ApiExport | undefined {
  return (exported as readonly ApiExport[]).find(({ name }) => name === of);
}

function Own({ of: { kind, members, state } }: { of: ApiExport }): ReactNode {
  return (
    <>
      {members.length > 0 && <Members of={members} called={kind === 'component' ? 'Prop' : 'Field'} />}
      {state.length > 0 && (
        <Members of={state.map((member) => ({ ...member, name: `data-${member.name}` }))} called="State" />
      )}
    </>
  );
}
