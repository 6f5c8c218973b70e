import type { ImageBlock } from '@forewarm/core';

/** An image as an address that holds all of it. */
export function dataUrl({ mediaType, data }: ImageBlock): string {
  return `data:${mediaType};base64,${data}`;
}
