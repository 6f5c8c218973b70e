import type { JsonObject, Prefix } from '@forewarm/core';

/** A beta of Anthropic's own API. */
const BETA = 'cache-diagnosis-2026-04-07';

/** Most prefixes remembered; the oldest goes first. */
const MOST = 1_000;

/** Compares each request with the latest one on the prefix it should have extended. */
export class Diagnosis {
  readonly headers = { 'anthropic-beta': BETA };
  readonly #latest = new Map<string, string>();

  /** Adds the comparison at the end, after all that warm and ask share. */
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
