import type { ReactNode } from 'react';
import { type ContextInfo, type ContextSize, type Info, useJson } from './info.js';

const UPSTREAM: Record<Info['upstream']['kind'], string> = {
  simulator: 'Simulator',
  api: 'Anthropic API',
  engine: 'Engine',
};

/** Model, context and upstream in plain sight. */
export function Facts(props: { info: Info; context: ContextInfo; onContext: (id: string) => void }): ReactNode {
  const { info, context, onContext } = props;
  const { data, failed } = useJson(`/api/contexts/${context.id}`);
  const size = data as ContextSize | null;
  const { kind, label, timeScale } = info.upstream;
  return (
    <section aria-label="What is asked" className="facts">
      <dl>
        <div>
          <dt>
            <label htmlFor="context">Context</label>
          </dt>
          <dd>
            <select id="context" value={context.id} onChange={(event) => onContext(event.target.value)}>
              {info.contexts.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </select>
          </dd>
        </div>
        <div>
          <dt>Size</dt>
          <dd>{sizeText(size, failed)}</dd>
        </div>
        <div>
          <dt>Model</dt>
          <dd>{info.model}</dd>
        </div>
        <div>
          <dt>Upstream</dt>
          <dd>
            {UPSTREAM[kind]}
            {kind === 'engine' && ` at ${label}`}
          </dd>
        </div>
      </dl>
      {kind === 'simulator' && (
        <p className="note">
          No key is set, so a simulator answers: it keeps a prompt cache and takes the time of the real thing
          {timeScale !== null && timeScale !== 1 && ` × ${timeScale}`}, and quotes the passages of the context that fit
          the question.
        </p>
      )}
      {size?.problem && <p role="alert">{size.problem}</p>}
    </section>
  );
}

function sizeText(size: ContextSize | null, failed: boolean): string {
  if (failed || size?.problem) return 'not known';
  if (size?.estimatedTokens == null) return 'loading …';
  return `about ${(Math.round(size.estimatedTokens / 1000) * 1000).toLocaleString('en')} tokens`;
}
