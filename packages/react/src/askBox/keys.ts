import type { KeyboardEvent } from 'react';

/** Whether an input method takes the key; Safari reports 229 for the Enter that ends it. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.nativeEvent.isComposing || event.keyCode === 229;
}
