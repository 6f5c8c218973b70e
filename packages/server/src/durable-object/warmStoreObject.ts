export interface DurableState {
  readonly storage: {
    get(key: string): Promise<unknown>;
    put(key: string, value: unknown): Promise<void>;
    delete(key: string): Promise<unknown>;
    deleteAll(): Promise<void>;
    setAlarm(at: number): Promise<void>;
  };
}

/** With `put`, replaces what is kept and answers whether it did. */
export interface ObjectCall {
  readonly of: 'value' | 'lock';
  readonly put?: {
    readonly value: unknown;
    /** 0 removes it. */
    readonly ms: number;
    /** Must be there; null for nothing. Default: anything. */
    readonly was?: unknown;
  };
}

interface Kept {
  readonly value: unknown;
  readonly endsAt: number;
}

/**
 * One key's value and lock. Export it from the worker, bind it as a Durable Object and give the
 * binding to `durableStore`.
 */
export class WarmStoreObject {
  readonly #storage: DurableState['storage'];

  constructor(state: DurableState) {
    this.#storage = state.storage;
  }

  async fetch(request: Request): Promise<Response> {
    const { of, put } = (await request.json()) as ObjectCall;
    // While it waits for storage, no other call reaches the object.
    const live = await this.#live(of);
    if (!put) return Response.json(live && { value: live.value, leftMs: live.endsAt - Date.now() });
    const { value, ms, was } = put;
    const isExpected = was === undefined || was === (live?.value ?? null);
    if (isExpected) await this.#keep(of, value, ms);
    return Response.json(isExpected);
  }

  async alarm(): Promise<void> {
    const [value, lock] = [await this.#live('value'), await this.#live('lock')];
    const last = Math.max(value?.endsAt ?? 0, lock?.endsAt ?? 0);
    await (last > 0 ? this.#storage.setAlarm(last) : this.#storage.deleteAll());
  }

  async #live(of: ObjectCall['of']): Promise<Kept | null> {
    const kept = (await this.#storage.get(of)) as Kept | undefined;
    return kept && kept.endsAt > Date.now() ? kept : null;
  }

  async #keep(of: ObjectCall['of'], value: unknown, ms: number): Promise<void> {
    if (ms <= 0) return void (await this.#storage.delete(of));
    const endsAt = Date.now() + ms;
    await this.#storage.put(of, { value, endsAt });
    // An early alarm is set again.
    await this.#storage.setAlarm(endsAt);
  }
}
