import type { Usage } from '@forewarm/core';
import { useSpeculativeCache } from '@forewarm/react';
import { type FormEvent, type ReactNode, useState } from 'react';

const prefix = { id: 'docs' };

interface PostedFormProps {
  url?: string;
  /** The page's own, unless it has its server inside, as the example above. */
  fetch?: typeof globalThis.fetch;
}

export function PostedForm({ url = '/api/search', fetch = globalThis.fetch }: PostedFormProps): ReactNode {
  const { status, getInputProps, asked } = useSpeculativeCache({ prefix });
  const [answer, setAnswer] = useState('');
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const body = new FormData(event.currentTarget);
    // The form asks by its own route: say so, or the warms count as wasted and the prefix rests.
    const answered = asked();
    const response = await fetch(url, { method: 'POST', body });
    const { text, usage } = (await response.json()) as { text: string; usage: Usage };
    setAnswer(text);
    // Where your route tells what the answer read, the figures are right too.
    answered({ usage });
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <input type="search" {...getInputProps({ name: 'q', 'aria-label': 'Search' })} />{' '}
      <button type="submit">Search</button>
      <p>The prefix is {status}.</p>
      <p style={{ whiteSpace: 'pre-wrap', font: '1rem/1.5 system-ui' }}>{answer}</p>
    </form>
  );
}
