import type { TurnPart } from '@forewarm/core';
import { IMAGE_TYPES, type ImageType } from '@forewarm/core/kit';

/** Its size is an image's bytes, or a text's in UTF-8. */
export interface ReadAttachment {
  readonly part: TurnPart;
  readonly bytes: number;
}

export interface ReadOptions {
  /** Called with the share that is read, from 0 to 1. */
  onProgress?: ((share: number) => void) | undefined;
  /** Ends the reading. */
  signal?: AbortSignal | undefined;
}

/** Whether every vendor takes this image type. */
export function isImageFile({ type }: Blob): boolean {
  return IMAGE_TYPES.includes(type as ImageType);
}

/**
 * Reads a PNG, JPEG, GIF, WebP or UTF-8 text; null for others. Rejects if unreadable or aborted.
 */
export async function readAttachment(
  file: Blob,
  name: string,
  options: ReadOptions = {},
): Promise<ReadAttachment | null> {
  const bytes = file.size;
  if (isImageFile(file)) {
    const url = (await read(file, 'readAsDataURL', options)) as string;
    const data = url.slice(url.indexOf(',') + 1);
    return { part: { type: 'image', mediaType: file.type as ImageType, data, name }, bytes };
  }
  const text = decode((await read(file, 'readAsArrayBuffer', options)) as ArrayBuffer);
  return text === null ? null : { part: { type: 'text', text, name }, bytes };
}

/** `FileReader` reports progress. */
function read(
  file: Blob,
  how: 'readAsDataURL' | 'readAsArrayBuffer',
  { onProgress, signal }: ReadOptions,
): Promise<FileReader['result']> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const reader = new FileReader();
    const stop = (): void => reader.abort();
    signal?.addEventListener('abort', stop, { once: true });
    reader.addEventListener('progress', ({ loaded, total }) => onProgress?.(total === 0 ? 1 : loaded / total));
    reader.addEventListener('load', () => resolve(reader.result));
    reader.addEventListener('abort', () => reject(signal?.reason as Error));
    reader.addEventListener('error', () => reject(reader.error!));
    reader.addEventListener('loadend', () => signal?.removeEventListener('abort', stop));
    reader[how](file);
  });
}

function decode(bytes: ArrayBuffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // Text has none; many other files do.
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
