import type { HistoryStorage, PastTurn } from '@forewarm/core';
import { IMAGE_TYPES } from '@forewarm/core/kit';

export interface WebStorageOptions {
  /** Default the page's `localStorage`; `sessionStorage` forgets with the tab. */
  storage?: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | undefined;
  /** Begins every key. Default `forewarm:`. */
  prefix?: string | undefined;
}

/**
 * Keeps conversations in the browser as JSON, live between tabs. Unreadable data counts as none.
 */
export function webStorage({ storage, prefix = 'forewarm:' }: WebStorageOptions = {}): HistoryStorage {
  // Read when used: a server has none.
  const held = (): NonNullable<WebStorageOptions['storage']> => storage ?? globalThis.localStorage;
  return {
    read(key) {
      const turns: unknown = JSON.parse(held().getItem(prefix + key) ?? '[]');
      return Array.isArray(turns) && turns.every(isTurn) ? turns : [];
    },
    write(key, turns) {
      if (turns.length === 0) held().removeItem(prefix + key);
      else held().setItem(prefix + key, JSON.stringify(turns));
    },
    subscribe(key, listener) {
      // Browsers report only other tabs' changes; without a key, all was cleared.
      const onStorage = ({ key: changed, storageArea }: StorageEvent): void => {
        if (storageArea === held() && (changed === null || changed === prefix + key)) listener();
      };
      addEventListener('storage', onStorage);
      return () => removeEventListener('storage', onStorage);
    },
  };
}

function isTurn(value: unknown): value is PastTurn {
  const { question, answer, parts = [] } = (value ?? {}) as Partial<Record<keyof PastTurn, unknown>>;
  return typeof question === 'string' && typeof answer === 'string' && Array.isArray(parts) && parts.every(isPart);
}

function isPart(value: unknown): boolean {
  const { type, text, mediaType, data } = (value ?? {}) as Record<string, unknown>;
  if (type === 'text') return typeof text === 'string';
  return type === 'image' && typeof data === 'string' && IMAGE_TYPES.some((known) => known === mediaType);
}
