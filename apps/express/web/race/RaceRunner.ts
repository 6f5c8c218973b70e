import { AskObserver, type AskState, type ForewarmClient, type PrefixRef } from '@forewarm/core';
import { LANES, type LaneName, newRace, type RaceAction, type RaceState, reduceRace } from './race.js';

type Client<P extends PrefixRef> = ForewarmClient<P>;

/**
 * Does what the state machine says: asks both lanes of a run that began, stops those of one that
 * ended. Each lane of each run has an observer of its own, so that what it reports can't count for
 * another.
 */
export class RaceRunner<P extends PrefixRef> {
  readonly #client: Client<P>;
  readonly #prefixOf: (context: string, lane: LaneName) => P;
  readonly #listeners = new Set<() => void>();
  readonly #asks = new Map<number, readonly AskObserver<P>[]>();
  readonly #idle: AskState;
  #state: RaceState;

  constructor(client: Client<P>, prefixOf: (context: string, lane: LaneName) => P, context: string) {
    this.#client = client;
    this.#prefixOf = prefixOf;
    this.#idle = new AskObserver(client).getSnapshot();
    this.#state = newRace(context);
  }

  readonly getSnapshot = (): RaceState => this.#state;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly dispatch = (action: RaceAction): void => {
    const before = this.#state;
    this.#state = reduceRace(before, action, this.#idle);
    if (this.#state === before) return;
    this.#stopEnded();
    this.#begin();
    for (const listener of this.#listeners) listener();
  };

  #stopEnded(): void {
    for (const [id, asks] of this.#asks) {
      if (this.#state.runs[id - 1]?.end === null) continue;
      this.#asks.delete(id);
      for (const ask of asks) ask.stop();
    }
  }

  #begin(): void {
    const run = this.#state.runs.at(-1);
    if (!run || run.end !== null || this.#asks.has(run.id)) return;
    const asks = LANES.map(() => new AskObserver(this.#client));
    this.#asks.set(run.id, asks);
    for (const [index, lane] of LANES.entries()) {
      const ask = asks[index]!;
      ask.subscribe(() => this.dispatch({ type: 'report', run: run.id, lane, state: ask.getSnapshot() }));
      void ask.ask(this.#prefixOf(run.context, lane), run.question);
    }
  }
}
