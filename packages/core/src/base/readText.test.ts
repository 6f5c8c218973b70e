import { expect, test } from 'vitest';
import { NotUtf8Error, readText } from './readText.js';

const post = (body: BodyInit, headers: Record<string, string> = {}): Request =>
  new Request('http://localhost/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);

/** A body of pieces, and whether it was cancelled. */
function pieces(...all: (Uint8Array | Error)[]) {
  const seen = { cancelled: false };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = all.shift();
      if (next instanceof Error) controller.error(next);
      else if (next) controller.enqueue(next);
      else controller.close();
    },
    cancel: () => void (seen.cancelled = true),
  });
  return { body, seen };
}

test('a body in pieces is one text, cut within a letter or not', async () => {
  const bytes = new TextEncoder().encode('für 𝒳');
  const { body } = pieces(...Array.from(bytes, (byte) => Uint8Array.of(byte)));
  expect(await readText(post(body), 100)).toBe('für 𝒳');
  expect(await readText(new Request('http://localhost/'), 100)).toBe('');
});

test('no more is read than may be', async () => {
  const { body, seen } = pieces(new Uint8Array(60), new Uint8Array(60), new Error('read too far'));
  expect(await readText(post(body), 100)).toBe(null);
  expect(seen.cancelled).toBe(true);
  expect(await readText(post('four', { 'content-length': '101' }), 100)).toBe(null);
  expect(await readText(post('four'), 4)).toBe('four');
});

test('bytes that are no UTF-8 are told from a connection that broke', async () => {
  await expect(readText(post(Uint8Array.of(0x61, 0xff)), 100)).rejects.toBeInstanceOf(NotUtf8Error);
  await expect(readText(post(Uint8Array.of(0x61, 0xe2)), 100)).rejects.toBeInstanceOf(NotUtf8Error);
  const { body } = pieces(Uint8Array.of(0x61), new Error('broken'));
  await expect(readText(post(body), 100)).rejects.toThrow('broken');
});
