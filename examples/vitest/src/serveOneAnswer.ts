interface Seen {
  readonly path: string;
  readonly body: unknown;
}

/** What `http` reads of a response: Jest's jsdom has no `Response`. */
const respond = (type: string, body: string) => ({
  ok: true,
  status: 200,
  headers: new Headers({ 'content-type': type }),
  text: async () => body,
});

/** A `fetch` that warms, and answers as a Forewarm handler does. */
export function serveOneAnswer(text: string) {
  const requests: Seen[] = [];
  const usage = { prompt: 10_010, cacheRead: 9_990, cacheWrite: 0, output: 4 };
  const chunks = [
    { type: 'start' },
    { type: 'text-start', id: '0' },
    { type: 'text-delta', id: '0', delta: text },
    { type: 'text-end', id: '0' },
    { type: 'data-forewarm', id: 'forewarm', data: { hash: 'h', usage, outcome: 'hit', ttlMs: 300_000 } },
    { type: 'finish' },
  ];
  const fetch = async (url: string, init: { body: string }) => {
    const path = new URL(url).pathname;
    requests.push({ path, body: JSON.parse(init.body) });
    if (path.endsWith('/warm')) {
      const warmed = { status: 'warmed', hash: 'h', method: 'zero-tokens', usage, ttlMs: 300_000 };
      return respond('application/json', JSON.stringify(warmed));
    }
    const events = [...chunks.map((chunk) => JSON.stringify(chunk)), '[DONE]'];
    return respond('text/event-stream', events.map((event) => `data: ${event}\n\n`).join(''));
  };
  return { fetch, requests };
}
