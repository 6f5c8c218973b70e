import type { Latencies } from '../adapter/estimate.js';
import type { Environment } from '../base/environment.js';
import type { Spending } from '../policy/budget.js';
import type { Policy } from '../policy/policyOptions.js';
import type { ForewarmEvent } from './events.js';
import type { Sharing } from './sharing.js';

/** What the parts of one client work with. */
export interface ClientContext {
  readonly policy: Policy;
  readonly environment: Environment;
  /** Null if nobody else warms the same prefixes. */
  readonly sharing: Sharing | null;
  readonly spending: Spending | null;
  /**
   * What ends the warms in flight, one each: workers let no request use a signal that another made.
   */
  readonly ends: Set<AbortController>;
  readonly emit: (event: ForewarmEvent) => void;
  /** How long warms and answers have taken so far. */
  latencies: Latencies;
}
