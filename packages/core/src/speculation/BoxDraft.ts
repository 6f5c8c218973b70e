import type { Environment } from '../base/environment.js';
import type { Draft, Speculations, SpeculationSource } from '../client/speculations.js';
import {
  answerBegun,
  budgetRefilled,
  decideSpeculation,
  speculationBudget,
  type SpeculationBudget,
} from '../policy/decideSpeculation.js';
import { draftEdit, edited, NO_SIGNS, questionSent } from '../policy/draftSigns.js';
import type { Prefix } from '../prefix/prefix.js';
import type { PrefixRef } from '../prefix/prefixRef.js';

export class BoxDraft<P extends Prefix | PrefixRef> implements Draft<P> {
  readonly #speculations: Speculations<P>;
  readonly #environment: Environment;
  readonly #onEnd: (draft: BoxDraft<P>) => void;
  #budget: SpeculationBudget;
  #signs = NO_SIGNS;
  #prefix: P | null = null;
  #text = '';
  #clearTimer = (): void => {};

  constructor(
    speculations: Speculations<P>,
    environment: Environment,
    perQuestion: number,
    onEnd: (draft: BoxDraft<P>) => void,
  ) {
    this.#speculations = speculations;
    this.#environment = environment;
    this.#budget = speculationBudget(perQuestion);
    this.#onEnd = onEnd;
  }

  edit(prefix: P, text: string, source?: SpeculationSource): void {
    const isElsewhere = prefix !== this.#prefix;
    if (!isElsewhere && text === this.#text) return;
    this.#clearTimer();
    const edit = draftEdit(this.#environment.monotonic(), this.#text, text);
    if (text !== this.#text) this.#signs = edited(this.#signs, edit);
    if (isElsewhere || !edit.same) this.#speculations.drop('changed', this);
    this.#prefix = prefix;
    this.#text = text;
    const waitMs = decideSpeculation(this.#signs, this.#budget);
    const question = text.trim();
    if (waitMs === null || question === '') return;
    this.#clearTimer = this.#environment.setTimeout(() => {
      this.#speculations.begin(prefix, { question }, { ...source?.(question), box: this });
    }, waitMs);
  }

  begun(): void {
    this.#budget = answerBegun(this.#budget);
  }

  /** Another draft follows. */
  asked(): void {
    this.#clearTimer();
    this.#budget = budgetRefilled(this.#budget);
    this.#signs = questionSent(this.#signs);
    this.#text = '';
  }

  end(): void {
    this.#clearTimer();
    this.#onEnd(this);
    this.#speculations.drop('left', this);
  }
}
