interface Seen {
  readonly path: string;
  readonly body: unknown;
}

const json = (body: unknown) => new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });

/** Makes a `fetch` to stub: it warms, and answers every question with this text, as a Forewarm handler does on the wire. */
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
  const fetch = async (input: Request | URL | string, init?: RequestInit) => {
    const url = input instanceof Request ? input.url : String(input);
    const body = input instanceof Request ? await input.text() : (init?.body as string);
    const path = new URL(url, 'http://localhost').pathname;
    requests.push({ path, body: JSON.parse(body) });
    if (path.endsWith('/warm'))
      return json({ status: 'warmed', hash: 'h', method: 'zero-tokens', usage, ttlMs: 300_000 });
    const events = [...chunks.map((chunk) => JSON.stringify(chunk)), '[DONE]'];
    const stream = events.map((event) => `data: ${event}\n\n`).join('');
    return new Response(stream, { headers: { 'content-type': 'text/event-stream' } });
  };
  return { fetch, requests };
}
