import { type Adapter, type Environment, ForewarmClient, invalidOption } from '@forewarm/core';
import type { EventListener, Speculator, Policy, SharedStore } from '@forewarm/core/kit';
import type { SharedTabs, TabStore } from './tabStore.js';
import type { AnyPrefix } from './useStablePrefix.js';
import { warnUnread } from './warnUnread.js';

interface Changeable<P extends AnyPrefix> {
  readonly adapter: Adapter<P>;
  readonly onEvent?: EventListener | undefined;
}

/** What a client in a page is opened with. */
export interface LeaseOptions<P extends AnyPrefix> extends Changeable<P> {
  policy: Policy | undefined;
  environment: Environment;
  store?: SharedStore | undefined;
  shareTabs?: SharedTabs | undefined;
  speculation?: Speculator | undefined;
}

/**
 * A client that lives as long as somebody holds it. React may let go and take hold again: at once
 * in Strict Mode, which must not end a client in use, or long after, when a hidden part of the page
 * is shown; then there is a new one.
 */
export class ClientLease<P extends AnyPrefix> {
  readonly #options: LeaseOptions<P>;
  #latest: Changeable<P>;
  #client: ForewarmClient<AnyPrefix>;
  #holders = 0;
  #closed = false;
  #shared: TabStore | null = null;
  #leaveTabs: (() => void) | null = null;

  constructor(options: LeaseOptions<P>) {
    const { adapter } = options;
    if (typeof adapter?.ask !== 'function') {
      throw invalidOption('ForewarmProvider', 'adapter', adapter, "an adapter, such as http({ url: '/api/forewarm' })");
    }
    this.#options = options;
    this.#latest = options;
    this.#client = this.#open();
  }

  /** What calls and events go to from now on. */
  turnTo(latest: Changeable<P>): void {
    this.#latest = latest;
  }

  readonly current = (): ForewarmClient<AnyPrefix> => this.#client;

  readonly hold = (): (() => void) => {
    this.#holders++;
    if (this.#closed) {
      this.#closed = false;
      this.#client = this.#open();
    }
    // Not before: React may render, also on a server, what it never mounts.
    this.#leaveTabs ??= this.#shared?.open() ?? null;
    return () => {
      this.#holders--;
      queueMicrotask(() => this.#close());
    };
  };

  #open(): ForewarmClient<AnyPrefix> {
    const { policy, environment, speculation, shareTabs, store: own } = this.#options;
    const { scope } = this.#latest.adapter;
    this.#shared = (scope !== undefined && shareTabs?.join(scope, own)) || null;
    const store = this.#shared ?? own;
    const adapter = forward(() => this.#latest.adapter);
    const onEvent: EventListener = (event) => {
      warnUnread(this, event);
      this.#latest.onEvent?.(event);
    };
    return new ForewarmClient<P>({ adapter, policy, environment, store, onEvent, speculation });
  }

  #close(): void {
    if (this.#holders > 0 || this.#closed) return;
    this.#closed = true;
    this.#client.dispose();
    this.#leaveTabs?.();
    this.#leaveTabs = null;
  }
}

/**
 * The adapter as of each call under one identity, so that one written inline may close over what
 * changes, such as a token.
 */
function forward<P>(latest: () => Adapter<P>): Adapter<P> {
  return {
    get name() {
      return latest().name;
    },
    get abilities() {
      const adapter = latest();
      return typeof adapter.warm === 'function' ? adapter.abilities : { ...adapter.abilities, warm: false };
    },
    get scope() {
      return latest().scope;
    },
    warm: (prefix, options) => latest().warm(prefix, options),
    ask: (prefix, turn, options) => latest().ask(prefix, turn, options),
  };
}
