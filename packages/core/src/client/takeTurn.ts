import type { Environment } from '../base/environment.js';
import { ForewarmError } from '../base/errors.js';
import { isAsking } from '../policy/policy.js';
import type { Policy } from '../policy/policyOptions.js';
import type { Flight, PrefixEntry } from './prefixEntry.js';
import { type Maybe, type Reach, whenKnown } from './reach.js';
import { type Stored, storedRefusal, storedWarmth, type StoreLock, type WarmRefusal } from './store.js';
import { Ear, LOCK_MS, LOOK_MS } from './waiting.js';
import { isFresh, type Warmth } from '../policy/warmth.js';

/** A warm that waits for another's gives up so long after that one had to be over. Milliseconds. */
const GRACE_MS = 5_000;

/** The lock to warm with; or without one, what has become of the prefix elsewhere. */
export interface Turn {
  readonly lock: StoreLock | null;
  readonly warmth: Warmth | null;
  readonly refusal: WarmRefusal | null;
}

interface TurnContext {
  readonly policy: Policy;
  readonly store: Reach;
  readonly environment: Environment;
}

const NOTHING = { lock: null, warmth: null, refusal: null };

/**
 * Takes the lock of a prefix; or waits for whoever has it, and gives what came of that. Where the
 * holder has died, its lock ends and this process takes over.
 */
export function takeTurn(context: TurnContext, entry: PrefixEntry, flight: Flight, end: AbortSignal): Maybe<Turn> {
  return whenKnown(attempt(context, entry.key), (turn) => turn ?? waitForTurn(context, entry, flight, end));
}

async function waitForTurn(context: TurnContext, entry: PrefixEntry, flight: Flight, end: AbortSignal): Promise<Turn> {
  const { policy, store, environment } = context;
  const patienceMs = policy.warmTimeoutMs + GRACE_MS;
  const giveUpAt = environment.monotonic() + patienceMs;
  const ear = new Ear();
  const leave = store.subscribe(entry.key, ear.hear);
  try {
    for (;;) {
      const turn = await attempt(context, entry.key);
      if (turn) return turn;
      const now = environment.monotonic();
      flight.aliveAt = now;
      if (now >= giveUpAt) {
        throw new ForewarmError('timeout', `Another's warm of this prefix did not end within ${patienceMs} ms.`);
      }
      await ear.next(Math.min(LOOK_MS, giveUpAt - now), environment, end);
      // A question that did not wait writes the entry anyway.
      if (isAsking(entry.state, environment.now(), policy))
        return { ...NOTHING, refusal: { refused: 'ask-in-flight', retryAfterMs: 0 } };
    }
  } finally {
    leave();
  }
}

/** One look: what is known of the prefix, or else its lock, or null where another has that. */
function attempt(context: TurnContext, key: string): Maybe<Turn | null> {
  const { store } = context;
  const look = (): Maybe<Turn | null> => whenKnown(store.get(key), (stored) => known(context, stored));
  return whenKnown(look(), (turn) => {
    if (turn) return turn;
    return whenKnown(store.lock(key, LOCK_MS), (lock) => {
      if (!lock) return null;
      // Somebody may have warmed between the look and the lock.
      return whenKnown(look(), (since) => {
        if (since) void store.release(lock);
        return since ?? { ...NOTHING, lock };
      });
    });
  });
}

/** What a store's value says of a prefix, where it makes a warm needless. */
function known({ environment, policy }: TurnContext, stored: Stored | null): Turn | null {
  const refusal = storedRefusal(stored);
  if (refusal) return { ...NOTHING, refusal };
  const now = environment.now();
  const warmth = storedWarmth(stored, now);
  return isFresh(warmth, now, policy.marginMs) ? { ...NOTHING, warmth } : null;
}
