import { type Adapter, type Environment, ForewarmClient, invalidOption } from '@forewarm/core';
import type { EventListener, Speculator, Policy, SharedStore } from '@forewarm/core/kit';
import { browserEnvironment } from './environment.js';
import type { SharedTabs, TabStore } from './tabStore.js';
import type { AnyPrefix } from './useStablePrefix.js';
import { warnUnread } from './warnUnread.js';

/** What a client in a page is opened with. */
export interface LeaseOptions<P extends AnyPrefix> {
  /**
   * The backend, such as `http({ url: '/api/forewarm' })`. May be written inline: calls go to the
   * latest one.
   */
  adapter: Adapter<P>;
  /**
   * When to warm: made by `definePolicy`. Read once; the function `enabled` is called at every
   * decision.
   */
  policy?: Policy | undefined;
  /**
   * Where warmth is kept, such as `queryStore(queryClient)` of `@forewarm/react/query`. Read once.
   * Default: in this provider.
   */
  store?: SharedStore | undefined;
  /** Clock, timers and page visibility. Read once. Default `browserEnvironment()`. */
  environment?: Environment | undefined;
  /**
   * Lets the tabs of this origin warm a prefix once for all: `sharedTabs()` of
   * `@forewarm/react/tabs`. Read once. The adapter must say which backend it calls, as `http` does.
   */
  shareTabs?: SharedTabs | undefined;
  /**
   * Lets boxes begin answers before their questions are sent: `speculativeAnswers()` of
   * `@forewarm/core/speculation`. Read once. Default: none.
   */
  speculation?: Speculator | undefined;
  /** Called with every event. */
  onEvent?: EventListener | undefined;
}

/**
 * A client that lives while somebody holds it. React may let go and hold it again: at once in
 * Strict Mode, which keeps the client, or later, when a hidden part of the page is shown, which
 * makes a new one.
 */
export class ClientLease<P extends AnyPrefix> {
  readonly #options: LeaseOptions<P>;
  readonly #environment: Environment;
  #latest: LeaseOptions<P>;
  #client: ForewarmClient<AnyPrefix>;
  #holders = 0;
  #closed = false;
  #shared: TabStore | null = null;
  #leaveTabs: (() => void) | null = null;

  constructor(options: LeaseOptions<P>) {
    const { adapter, environment = browserEnvironment() } = options;
    if (typeof adapter?.ask !== 'function') {
      throw invalidOption('ForewarmProvider', 'adapter', adapter, "an adapter, such as http({ url: '/api/forewarm' })");
    }
    this.#options = options;
    this.#environment = environment;
    this.#latest = options;
    this.#client = this.#open();
  }

  /** Sends calls and events to the latest adapter and listener. */
  turnTo(latest: LeaseOptions<P>): void {
    this.#latest = latest;
    this.#client.adapter = latest.adapter;
  }

  readonly current = (): ForewarmClient<AnyPrefix> => this.#client;

  readonly hold = (): (() => void) => {
    this.#holders++;
    if (this.#closed) {
      this.#closed = false;
      this.#client = this.#open();
    }
    // Not before: React may render what it never mounts, also on a server.
    this.#leaveTabs ??= this.#shared?.open() ?? null;
    return () => {
      this.#holders--;
      queueMicrotask(() => this.#close());
    };
  };

  #open(): ForewarmClient<AnyPrefix> {
    const { policy, speculation, shareTabs, store: own } = this.#options;
    const { adapter } = this.#latest;
    const { scope } = adapter;
    this.#shared = (scope !== undefined && shareTabs?.join(scope, own)) || null;
    const store = this.#shared ?? own;
    const onEvent: EventListener = (event) => {
      warnUnread(this, event);
      this.#latest.onEvent?.(event);
    };
    return new ForewarmClient<P>({ adapter, policy, environment: this.#environment, store, onEvent, speculation });
  }

  #close(): void {
    if (this.#holders > 0 || this.#closed) return;
    this.#closed = true;
    this.#client.dispose();
    this.#leaveTabs?.();
    this.#leaveTabs = null;
  }
}
