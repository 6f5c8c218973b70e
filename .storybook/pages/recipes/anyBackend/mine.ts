import { type Adapter, ForewarmError, type PrefixRef, UNKNOWN_USAGE } from '@forewarm/core';

/** An adapter for a backend of two routes: one reads a document ahead, one streams an answer as plain text. */
export function mine(base: string, fetch = globalThis.fetch): Adapter<PrefixRef> {
  const post = async (path: string, body: string, signal?: AbortSignal): Promise<Response> => {
    const response = await fetch(base + path, { method: 'POST', body, signal: signal ?? null });
    if (response.ok) return response;
    throw new ForewarmError('upstream', `The backend refused ${path} with ${response.status}.`, {
      status: response.status,
    });
  };
  return {
    name: 'mine',
    async warm({ id }, { signal } = {}) {
      await post(`/read/${id}`, '', signal);
      // What it does not report is unknown, which is not zero.
      return { status: 'warmed', hash: id, method: 'one-token', usage: UNKNOWN_USAGE, ttlMs: 300_000 };
    },
    async *ask({ id }, { question }, { signal } = {}) {
      const { body } = await post(`/answer/${id}`, question, signal);
      yield { type: 'start', hash: id };
      for await (const text of body!.pipeThrough(new TextDecoderStream())) yield { type: 'text', text };
      yield { type: 'finish', reason: 'stop', usage: UNKNOWN_USAGE, outcome: 'unknown' };
    },
  };
}
