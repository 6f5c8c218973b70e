import type { Prefix, Turn } from '@forewarm/core';
import { every, sha256 } from '@forewarm/core/kit';
import { personOf, type Scope } from '../who/scope.js';
import type { Context } from './context.js';

const LOOK_MS = 250;
const ADOPTED_MS = 30_000;

/** Tells the answer's instance that its question was sent. */
export async function noteAdoption({ store }: Context, id: string, word: string): Promise<void> {
  await store.set(keyOf(id), { note: word }, ADOPTED_MS);
}

const keyOf = (id: string): string => `adopted:${id}`;

/** Must match at both instances. */
export function adoptionWord(prefix: Prefix, { question, parts }: Turn, scope: Scope): string {
  return sha256(JSON.stringify([prefix.hash, question, personOf(scope) ?? '', ...(parts ?? [])]));
}

/** Calls back once at the adoption; the result stops watching. */
export function watchAdoption({ client, store }: Context, id: string, onWord: (word: string) => void): () => void {
  const { environment } = client;
  const key = keyOf(id);
  let over = false;
  const look = async (): Promise<void> => {
    const stored = await Promise.resolve(store.get(key)).catch(() => null);
    const value = stored?.value;
    if (over || !value || !('note' in value)) return;
    over = true;
    onWord(value.note);
  };
  const leave = store.subscribe(key, () => void look());
  const clear = every(LOOK_MS, environment, () => void look());
  return () => {
    over = true;
    clear();
    leave();
  };
}
