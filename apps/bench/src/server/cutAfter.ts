/** Fetches, and breaks the connection after so many pieces; null: before the head. */
export async function cutAfter(request: Request, pieces: number | null, onCut: () => void): Promise<Response> {
  const socket = new AbortController();
  const fetching = fetch(request, { signal: AbortSignal.any([socket.signal, request.signal]) });
  if (pieces === null) {
    onCut();
    setTimeout(() => socket.abort(), Math.random() * 20);
    await fetching.then(
      (response) => response.body?.cancel(),
      () => null,
    );
    throw new TypeError('fetch failed');
  }
  const response = await fetching;
  let left = pieces;
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      if (left-- > 0) return controller.enqueue(piece);
      onCut();
      socket.abort();
      controller.error(new TypeError('terminated'));
    },
  });
  return new Response(response.body?.pipeThrough(cut), response);
}
