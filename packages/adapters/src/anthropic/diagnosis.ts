import type { JsonObject, Prefix } from '@forewarm/core';

const BETA = 'cache-diagnosis-2026-04-07';

const MOST = 1_000;

/** Compares each request with the last one on its prefix. */
export class Diagnosis {
  readonly headers = { 'anthropic-beta': BETA };
  readonly #latest = new Map<string, string>();

  /** Last in the body: warm and ask share all before. */
  ask(body: JsonObject, { hash }: Prefix, expectHash = hash): JsonObject {
    const previous = this.#latest.get(expectHash) ?? null;
    return { ...body, diagnostics: { previous_message_id: previous } };
  }

  remember({ hash }: Prefix, messageId: string | undefined): void {
    if (messageId === undefined) return;
    this.#latest.delete(hash);
    this.#latest.set(hash, messageId);
    const [oldest] = this.#latest.keys();
    if (this.#latest.size > MOST && oldest !== undefined) this.#latest.delete(oldest);
  }
}
