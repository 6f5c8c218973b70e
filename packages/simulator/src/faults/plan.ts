import { invalid } from '../http/apiError.js';
import { parseFaults, type Fault, type FaultKind } from './fault.js';

/** A fault by configuration: what, to which requests, how often. */
export interface FaultRule {
  /** A fault, or text as the header takes it: `'cut; after=3'`. */
  readonly fault: Fault | string;
  /** Which requests it applies to. Default: all of the provider's endpoints. */
  readonly on?: (request: Request) => boolean;
  /** How many of them, the first ones. Default: all. */
  readonly times?: number;
}

/** The header that asks for faults on one request, e.g. `x-simulator-fault: cut; after=3`. */
export const FAULT_HEADER = 'x-simulator-fault';

/** The faults of one request, by kind. */
export type Faults = Partial<Record<FaultKind, Fault>>;

/** Decides which faults a request meets, by the rules of the options and by its header. */
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

  /**
   * The faults of this request, which uses up rules with `times`; throws a 400 for a bad header.
   */
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

  // A storm goes on over the requests that follow it.
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
