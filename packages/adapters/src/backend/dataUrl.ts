import type { ImageBlock } from '@forewarm/core';

export function dataUrl({ mediaType, data }: ImageBlock): string {
  return `data:${mediaType};base64,${data}`;
}
