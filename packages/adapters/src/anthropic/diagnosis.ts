import type { JsonObject, Prefix } from '@forewarm/core';

/** The beta that makes the API say why a cache was missed; first-party API only. */
const BETA = 'cache-diagnosis-2026-04-07';

/** Prefixes whose latest message is remembered; above this many, the oldest is forgotten. */
const MOST = 1_000;

/**
 * Asks the API to compare each request with the latest one on the prefix it should have extended.
 */
export class Diagnosis {
  readonly headers = { 'anthropic-beta': BETA };
  readonly #latest = new Map<string, string>();

  /** The request with the question, which comes after all that is shared. */
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
