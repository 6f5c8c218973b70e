import type { ReactNode } from 'react';
import type { ContextInfo, ContextSize, Info } from './info.js';

interface FactsProps {
  readonly info: Info | null;
  readonly size: ContextSize | null;
  readonly context: ContextInfo;
  readonly onContext: (id: string) => void;
}

/** Context, size, model and upstream in one line, in plain sight. */
export function Facts({ info, size, context, onContext }: FactsProps): ReactNode {
  const upstream = info?.upstream ?? null;
  return (
    <section aria-label="What is asked" className="facts">
      {info && upstream ? (
        <ul>
          <li>
            <select aria-label="Context" value={context.id} onChange={(event) => onContext(event.target.value)}>
              {info.contexts.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </select>
          </li>
          <li>{sizeText(size)}</li>
          <li>{info.model}</li>
          <li>{upstream.kind === 'engine' ? `engine at ${upstream.label}` : upstream.label}</li>
        </ul>
      ) : (
        <ul>
          <li>…</li>
        </ul>
      )}
      {upstream?.kind === 'simulator' && (
        <p className="note">
          No key is set, so a simulator answers, in quotes from the context, with the real latency
          {upstream.timeScale !== null && upstream.timeScale !== 1 && ` × ${upstream.timeScale}`}.
        </p>
      )}
      {size?.problem && <p role="alert">{size.problem}</p>}
    </section>
  );
}

function sizeText(size: ContextSize | null): string {
  if (size === null) return '… tokens';
  if (size.estimatedTokens === null) return 'size not known';
  return `${Math.round(size.estimatedTokens / 1000).toLocaleString('en')}k tokens`;
}
