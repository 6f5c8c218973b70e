export class NotUtf8Error extends Error {}

/** Reads a body; null above `maxBytes` bytes. Throws `NotUtf8Error`. */
export async function readText({ body, headers }: Request, maxBytes: number): Promise<string | null> {
  if (Number(headers.get('content-length') ?? 0) > maxBytes) return null;
  if (!body) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (bytes: Uint8Array | undefined): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch (cause) {
      throw new NotUtf8Error('not UTF-8', { cause });
    }
  };
  let text = '';
  let count = 0;
  try {
    for (;;) {
      const { value } = await reader.read();
      count += value?.byteLength ?? 0;
      if (count > maxBytes) return null;
      text += decode(value);
      if (value === undefined) return text;
    }
  } finally {
    reader.cancel().catch(() => null);
  }
}
