import { useAsk, useSpeculativeCache } from '@forewarm/react';
import type { ReactNode } from 'react';

const prefix = { id: 'docs' };

export function SearchForm(): ReactNode {
  const { getInputProps } = useSpeculativeCache({ prefix });
  const { ask, answer, busy, error } = useAsk({ prefix });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void ask(new FormData(event.currentTarget).get('q') as string);
      }}
    >
      <input type="search" {...getInputProps({ name: 'q', 'aria-label': 'Search' })} />{' '}
      <button type="submit">Search</button>
      <p aria-busy={busy} style={{ whiteSpace: 'pre-wrap', font: '1rem/1.5 system-ui' }}>
        {answer}
      </p>
      {error && <p role="alert">{error.message}</p>}
    </form>
  );
}
