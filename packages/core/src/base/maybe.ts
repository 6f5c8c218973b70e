export type Maybe<T> = T | Promise<T>;

/** Continues at once if the value is there, so that a warm starts within its event. */
export function whenKnown<T, U>(value: Maybe<T>, next: (value: T) => Maybe<U>): Maybe<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** What a call gives; `otherwise` if it throws or rejects. */
export function unlessFails<T>(call: () => Maybe<T>, otherwise: T): Maybe<T> {
  try {
    const value = call();
    return value instanceof Promise ? value.catch(() => otherwise) : value;
  } catch {
    return otherwise;
  }
}
