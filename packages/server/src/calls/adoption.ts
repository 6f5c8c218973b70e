import type { Prefix } from '@forewarm/core';
import { every, sha256 } from '@forewarm/core/kit';
import { personOf, type Scope } from '../who/scope.js';
import type { Context } from './context.js';

/** How often an instance looks for a note of an adoption, in milliseconds. */
const LOOK_MS = 250;
/** How long the note of an adoption is kept, in milliseconds. */
const ADOPTED_MS = 30_000;

/**
 * Notes in the store that the question of an answer was sent, for the instance that has the answer.
 */
export async function noteAdoption({ store }: Context, id: string, word: string): Promise<void> {
  await store.set(keyOf(id), { note: word }, ADOPTED_MS);
}

const keyOf = (id: string): string => `adopted:${id}`;

/** Hashes what must be the same at both instances: the prompt, the question and the person. */
export function adoptionWord(prefix: Prefix, question: string, scope: Scope): string {
  return sha256(JSON.stringify([prefix.hash, question, personOf(scope) ?? '']));
}

/** Calls back once with the note of an answer's adoption; the returned function stops looking. */
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
