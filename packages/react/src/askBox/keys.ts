import type { KeyboardEvent } from 'react';

/**
 * Whether a key belongs to an input method that is putting a character together. 229 is what Safari
 * says of the Enter that ends it.
 */
export function isComposing(event: KeyboardEvent): boolean {
  return event.nativeEvent.isComposing || event.keyCode === 229;
}
