/** What the platform gives a Durable Object. */
export interface DurableState {
  readonly storage: {
    get(key: string): Promise<unknown>;
    put(key: string, value: unknown): Promise<void>;
    delete(key: string): Promise<unknown>;
    deleteAll(): Promise<void>;
    setAlarm(at: number): Promise<void>;
  };
}

export type ObjectCall =
  | { readonly call: 'get' | 'isLocked' }
  | { readonly call: 'set'; readonly value: unknown; readonly ms: number }
  | { readonly call: 'lock' | 'renew'; readonly token: string; readonly ms: number }
  | { readonly call: 'release'; readonly token: string };

interface Ended {
  readonly endsAt: number;
}

/**
 * One key's value and lock. Export it from the worker, bind it as a Durable Object and give the
 * binding to `durableStore`. It empties itself when both have expired.
 */
export class WarmStoreObject {
  readonly #storage: DurableState['storage'];

  constructor(state: DurableState) {
    this.#storage = state.storage;
  }

  async fetch(request: Request): Promise<Response> {
    const call = (await request.json()) as ObjectCall;
    // No other call reaches the object meanwhile.
    return Response.json((await this.#answer(call)) ?? null);
  }

  async alarm(): Promise<void> {
    const ends = [await this.#live('value'), await this.#live('lock')].map((kept) => kept?.endsAt ?? 0);
    const last = Math.max(...ends);
    await (last > 0 ? this.#storage.setAlarm(last) : this.#storage.deleteAll());
  }

  async #answer(call: ObjectCall): Promise<unknown> {
    switch (call.call) {
      case 'get': {
        const kept = await this.#live<{ value: unknown }>('value');
        return kept && { value: kept.value, leftMs: kept.endsAt - Date.now() };
      }
      case 'set':
        return this.#keep('value', { value: call.value }, call.ms);
      case 'isLocked':
        return (await this.#live('lock')) !== null;
      case 'lock':
        if (await this.#live('lock')) return false;
        await this.#keep('lock', { token: call.token }, call.ms);
        return true;
      case 'renew':
        return (await this.#isHeldBy(call.token)) ? this.#keep('lock', { token: call.token }, call.ms) : null;
      case 'release':
        return (await this.#isHeldBy(call.token)) ? this.#storage.delete('lock') : null;
    }
  }

  async #isHeldBy(token: string): Promise<boolean> {
    return (await this.#live<{ token: string }>('lock'))?.token === token;
  }

  async #live<T>(key: 'value' | 'lock'): Promise<(T & Ended) | null> {
    const kept = (await this.#storage.get(key)) as (T & Ended) | undefined;
    return kept && kept.endsAt > Date.now() ? kept : null;
  }

  async #keep(key: 'value' | 'lock', what: object, ms: number): Promise<void> {
    const endsAt = Date.now() + ms;
    await this.#storage.put(key, { ...what, endsAt });
    // An early alarm finds what still lives and is set again.
    await this.#storage.setAlarm(endsAt);
  }
}
