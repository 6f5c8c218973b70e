import { type Adapter, type Environment, ForewarmClient, invalidOption } from '@forewarm/core';
import type { EventListener, Speculator, Policy, SharedStore } from '@forewarm/core/kit';
import { browserEnvironment } from './environment.js';
import type { SharedTabs, TabStore } from './tabStore.js';
import type { AnyPrefix } from './useStablePrefix.js';
import { warnUnread } from './warnUnread.js';

export interface LeaseOptions<P extends AnyPrefix> {
  /** The backend, such as `http({ url: '/api/forewarm' })`; may be written inline. */
  adapter: Adapter<P>;
  /** When to warm, from `definePolicy`. Read once; its `enabled` is called for every decision. */
  policy?: Policy | undefined;
  /** Keeps warmth, such as `queryStore(queryClient)`. Read once. Default: in this provider. */
  store?: SharedStore | undefined;
  /** Clock, timers and page visibility. Read once. Default `browserEnvironment()`. */
  environment?: Environment | undefined;
  /**
   * Warms once for all tabs of this origin: `sharedTabs()` of `@forewarm/react/tabs`. Read once.
   * Needs an adapter with a `scope`, such as `http`.
   */
  shareTabs?: SharedTabs | undefined;
  /**
   * Begins answers before their questions are sent: `speculativeAnswers()` of
   * `@forewarm/core/speculation`. Read once. Default: none.
   */
  speculation?: Speculator | undefined;
  /** Called with every event. */
  onEvent?: EventListener | undefined;
}

/**
 * Strict Mode releases and holds again at once: the client stays. Any later hold opens a new one.
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
    // Not earlier: React may render without mounting, as on a server.
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
