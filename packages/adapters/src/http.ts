import {
  type Adapter,
  type AskEvent,
  type CallOptions,
  ForewarmError,
  fromErrorBody,
  fromUiChunks,
  invalidOption,
  type PrefixRef,
  type Turn,
  type WarmResponseBody,
  type WarmResult,
} from '@forewarm/core';
import { fromResponse } from './http/errors.js';
import { readAnswer } from './http/resume.js';

export interface HttpOptions {
  /** Where the handler is mounted; `/warm` and `/ask` are added. Default `/api/forewarm`. */
  url?: string | undefined;
  /** Sends the requests. Default the platform's `fetch`; a handler of `createHandler` fits as it is. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Headers for every request, such as one that proves who asks. Called anew each time where it is a function. */
  headers?: Record<string, string> | (() => Record<string, string>) | undefined;
  /** Whether cookies go along, as for `fetch`. Default `same-origin`. */
  credentials?: RequestCredentials | undefined;
  /**
   * Waits before each try to go on with an answer whose connection broke, in milliseconds, where the handler keeps answers. Default 0, 250, 1,000,
   * 2,000 and 4,000: half the time the handler goes on without a reader. Empty: not tried.
   */
  resumeDelaysMs?: readonly number[] | undefined;
}

const RESUME_DELAYS_MS = [0, 250, 1_000, 2_000, 4_000];

/** The browser's way to a handler: names prefixes, never holds them. */
export function http({
  url = '/api/forewarm',
  fetch,
  headers,
  credentials = 'same-origin',
  resumeDelaysMs = RESUME_DELAYS_MS,
}: HttpOptions = {}): Adapter<PrefixRef> {
  for (const ms of resumeDelaysMs) {
    if (!(ms >= 0 && ms < Infinity)) throw invalidOption('http', 'resumeDelaysMs', ms, 'milliseconds, 0 or more');
  }
  const base = url.replace(/\/+$/, '');

  const post = async (path: string, body: unknown, signal?: AbortSignal): Promise<Response> => {
    const request = new Request(new URL(`${base}/${path}`, origin()), {
      method: 'POST',
      headers: { ...(typeof headers === 'function' ? headers() : headers), 'content-type': 'application/json' },
      body: JSON.stringify(body),
      credentials,
      signal: signal ?? null,
    });
    try {
      // Looked up at the call, so that a fetch that is replaced later (a test, a tracer) is the one used.
      return await (fetch ?? globalThis.fetch)(request);
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      throw new ForewarmError('unreachable', 'The server could not be reached; check the connection and try again.', {
        cause,
      });
    }
  };

  return {
    name: 'http',
    // A fetch of one's own may lead anywhere: only an address says which backend it is.
    scope: fetch ? undefined : new URL(base, origin()).href,

    async warm(prefix, { signal, trigger } = {}): Promise<WarmResult> {
      const response = await post('warm', { prefix, trigger }, signal);
      if (!response.ok) throw await fromResponse(response);
      const body = (await response.json().catch(() => null)) as WarmResponseBody | null;
      signal?.throwIfAborted();
      if (body?.status === 'failed') throw fromErrorBody(body.error, response.status);
      if (body?.status === 'warmed' || body?.status === 'skipped') return body;
      throw new ForewarmError('upstream', `What answers at ${base}/warm is no Forewarm handler.`);
    },

    async *ask(
      prefix: PrefixRef,
      { question }: Turn,
      { signal = new AbortController().signal, expectHash, waitedMs }: CallOptions = {},
    ): AsyncGenerator<AskEvent> {
      const response = await post('ask', { prefix, question, expectHash, waitedMs }, signal);
      if (!response.ok) throw await fromResponse(response);
      yield* fromUiChunks(readAnswer(post, response, signal, resumeDelaysMs), response.status);
    },
  };
}

/** Paths are relative to the page; outside a page only the path counts, for a handler that is called in process. */
function origin(): string {
  return globalThis.location?.href ?? 'http://localhost';
}
