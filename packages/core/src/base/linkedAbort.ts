export interface LinkedAbort {
  readonly signal: AbortSignal;
  readonly abort: (reason?: unknown) => void;
  /** Stops following; call it when the work has ended. */
  readonly release: () => void;
}

/**
 * Aborts with `outer` or by itself. The edge runtime lacks `AbortSignal.any`, and Node may collect
 * its sources before they fire.
 */
export function linkedAbort(outer?: AbortSignal): LinkedAbort {
  const controller = new AbortController();
  const follow = (): void => controller.abort(outer!.reason);
  if (outer?.aborted) follow();
  else outer?.addEventListener('abort', follow, { once: true });
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    release: () => outer?.removeEventListener('abort', follow),
  };
}
