import { useEffect, useState } from 'react';

/** What the server says of itself at `/api/info`. */
export interface Info {
  readonly model: string;
  /** Null before it has said so. */
  readonly upstream: {
    readonly kind: 'simulator' | 'api' | 'engine';
    readonly label: string;
    readonly timeScale: number | null;
  } | null;
  readonly contexts: readonly ContextInfo[];
}
export interface ContextInfo {
  readonly id: string;
  readonly title: string;
  readonly starters: readonly string[];
}

/** What the server says of a context at `/api/contexts/:id`. */
export interface ContextSize {
  readonly estimatedTokens: number | null;
  readonly problem: string | null;
}

/** What the server says of itself; `failed` where it does not answer. */
export function useInfo(): { readonly info: Info | null; readonly failed: boolean } {
  const { data, failed } = useJson('/api/info');
  return { info: data as Info | null, failed };
}

/** How large a context is; null until that is known. */
export function useContextSize(id: string, isKnown: boolean): ContextSize | null {
  const { data, failed } = useJson(isKnown ? `/api/contexts/${id}` : null);
  return failed ? { estimatedTokens: null, problem: null } : (data as ContextSize | null);
}

/** Fetches JSON for as long as the component stands; `failed` says that it could not be had. */
function useJson(url: string | null): { readonly data: unknown; readonly failed: boolean } {
  const [state, setState] = useState<{ url: string | null; data: unknown; failed: boolean }>({
    url: null,
    data: null,
    failed: false,
  });
  useEffect(() => {
    if (url === null) return;
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
