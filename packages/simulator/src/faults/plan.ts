import { invalid } from '../http/apiError.js';
import { parseFaults, type Fault, type FaultKind } from './fault.js';

export interface FaultRule {
  /** A fault, or text as in the header: `'cut; after=3'`. */
  readonly fault: Fault | string;
  /** Default: all requests. */
  readonly on?: (request: Request) => boolean;
  /** Only for the first so many. Default: all. */
  readonly times?: number;
}

/** For one request's faults: `x-simulator-fault: cut; after=3`. */
export const FAULT_HEADER = 'x-simulator-fault';

export type Faults = Partial<Record<FaultKind, Fault>>;

export class FaultPlan {
  readonly #rules: {
    readonly faults: readonly Fault[];
    readonly on: (request: Request) => boolean;
    left: number;
  }[];
  readonly #storms = new Map<string, { left: number; retryAfter: number }>();

  constructor(rules: readonly (FaultRule | string)[]) {
    this.#rules = rules.map((rule) => {
      const { fault, on = () => true, times = Infinity } = typeof rule === 'string' ? { fault: rule } : rule;
      return { faults: typeof fault === 'string' ? parseFaults(fault) : [fault], on, left: times };
    });
  }

  /** Counts down `times`; throws a 400 for a bad header. */
  take(request: Request, workspace: string): Faults {
    const faults: Faults = {};
    for (const rule of this.#rules) {
      if (rule.left <= 0 || !rule.on(request)) continue;
      rule.left--;
      for (const fault of rule.faults) faults[fault.kind] = fault;
    }
    for (const fault of readHeader(request)) faults[fault.kind] = fault;
    return this.#weather(faults, workspace);
  }

  // A storm outlasts its request.
  #weather(faults: Faults, workspace: string): Faults {
    const begun = faults.storm;
    if (begun) this.#storms.set(workspace, { left: begun.count ?? 3, retryAfter: begun.retryAfter ?? 1 });
    const storm = this.#storms.get(workspace);
    if (!storm) return faults;
    storm.left--;
    if (storm.left <= 0) this.#storms.delete(workspace);
    return { ...faults, refuse: { kind: 'refuse', status: 429, retryAfter: storm.retryAfter } };
  }
}

function readHeader(request: Request): Fault[] {
  const text = request.headers.get(FAULT_HEADER);
  if (text === null) return [];
  try {
    return parseFaults(text);
  } catch (error) {
    throw invalid(`${FAULT_HEADER}: ${(error as Error).message}`);
  }
}
