import type { Environment } from '../base/environment.js';
import type { Draft, Speculations } from '../client/speculations.js';
import type { Prefix } from '../prefix/prefix.js';
import type { PrefixRef } from '../prefix/prefixRef.js';

/** Follows what is typed into one box, and has an answer begun at the moments that look like the end. */
export class BoxDraft<P extends Prefix | PrefixRef> implements Draft<P> {
  readonly #speculations: Speculations<P>;
  readonly #environment: Environment;
  readonly #most: number;
  readonly #onEnd: (draft: BoxDraft<P>) => void;
  /** How many answers were begun for the question that is being typed. */
  #begun = 0;
  #prefix: P | null = null;
  #question = '';
  #clearTimer = (): void => {};

  constructor(
    speculations: Speculations<P>,
    environment: Environment,
    most: number,
    onEnd: (draft: BoxDraft<P>) => void,
  ) {
    this.#speculations = speculations;
    this.#environment = environment;
    this.#most = most;
    this.#onEnd = onEnd;
  }

  edit(prefix: P, text: string): void {
    const question = text.trim();
    if (prefix === this.#prefix && question === this.#question) return;
    this.#clearTimer();
    this.#speculations.drop('changed', this);
    this.#prefix = prefix;
    this.#question = question;
    if (question === '' || this.#begun >= this.#most) return;
    const waitMs = /[.?!]$/.test(question) ? 300 : 1_000;
    this.#clearTimer = this.#environment.setTimeout(() => {
      if (this.#speculations.begin(prefix, { question }, { box: this }).status !== 'skipped') this.#begun++;
    }, waitMs);
  }

  /** A question was sent: what is typed from now on is another. */
  asked(): void {
    this.#clearTimer();
    this.#begun = 0;
    this.#question = '';
  }

  end(): void {
    this.#clearTimer();
    this.#onEnd(this);
    this.#speculations.drop('left', this);
  }
}
