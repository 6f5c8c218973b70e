import type { KeyboardEvent } from 'react';

/** Whether a key belongs to an input method. Safari reports 229 for the Enter that ends one. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.nativeEvent.isComposing || event.keyCode === 229;
}
