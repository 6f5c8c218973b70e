import type { Latencies } from '../adapter/estimate.js';
import type { Environment } from '../base/environment.js';
import type { Spending } from '../policy/budget.js';
import type { Policy } from '../policy/policyOptions.js';
import type { ForewarmEvent } from './events.js';
import type { Sharing } from './sharing.js';

export interface ClientContext {
  readonly policy: Policy;
  readonly environment: Environment;
  /** Null if warmth isn't shared. */
  readonly sharing: Sharing | null;
  readonly spending: Spending | null;
  readonly emit: (event: ForewarmEvent) => void;
  latencies: Latencies;
}
