import { useEffect, useState } from 'react';

/** What the server says of itself at `/api/info`. */
export interface Info {
  readonly model: string;
  readonly upstream: {
    readonly kind: 'simulator' | 'api' | 'engine';
    readonly label: string;
    readonly timeScale: number | null;
  };
  readonly contexts: readonly ContextInfo[];
}
export interface ContextInfo {
  readonly id: string;
  readonly title: string;
  readonly starters: readonly [string, ...string[]];
}

/** What the server says of a context at `/api/contexts/:id`. */
export interface ContextSize {
  readonly estimatedTokens: number | null;
  readonly problem: string | null;
}

/** Fetches JSON for as long as the component stands; `failed` says that it could not be had. */
export function useJson(url: string): { readonly data: unknown; readonly failed: boolean } {
  const [state, setState] = useState<{ url: string; data: unknown; failed: boolean }>({
    url,
    data: null,
    failed: false,
  });
  useEffect(() => {
    const gone = new AbortController();
    const load = async (): Promise<void> => {
      const response = await fetch(url, { signal: gone.signal });
      if (!response.ok) throw new Error(`${url} answered ${response.status}`);
      const data: unknown = await response.json();
      setState({ url, data, failed: false });
    };
    load().catch(() => {
      if (!gone.signal.aborted) setState({ url, data: null, failed: true });
    });
    return () => gone.abort();
  }, [url]);
  // What was fetched for another address is nobody's now.
  return state.url === url ? state : { data: null, failed: false };
}
