import type { ServerResponse } from 'node:http';

/** What every kit is sent: so many tokens at such a pace. */
export interface Pace {
  readonly tokens: number;
  readonly perSecond: number;
  /** The token of each place, from 0. */
  readonly token: (index: number) => string;
}

/** How often tokens go out, in milliseconds: as a model's come, a few at a time. */
const TICK_MS = 10;
const WORDS =
  'when a page is full it is split in two and the middle key moves up to the parent so the tree grows at its root'.split(
    ' ',
  );

/** Plain text, in paragraphs of 60 tokens. */
export const plainToken = (index: number): string => (index % 60 === 59 ? '.\n\n' : `${WORDS[index % WORDS.length]} `);

/** The wire format of a kit: what comes before the tokens, each token, and what comes after. */
export interface Format {
  readonly headers: Readonly<Record<string, string>>;
  readonly before: readonly object[];
  readonly token: (text: string) => object;
  readonly after: readonly object[];
  readonly last: string;
}

/** The AI SDK's UI message stream, which Forewarm's handler speaks too. */
export const UI_MESSAGES: Format = {
  headers: { 'x-vercel-ai-ui-message-stream': 'v1' },
  before: [{ type: 'start' }, { type: 'text-start', id: 't' }],
  token: (delta) => ({ type: 'text-delta', id: 't', delta }),
  after: [{ type: 'text-end', id: 't' }, { type: 'finish' }],
  last: 'data: [DONE]\n\n',
};

/** AG-UI events, as TanStack AI reads them, for a run the client has named. */
export function agUi({ threadId, runId }: { readonly threadId: string; readonly runId: string }): Format {
  const messageId = 'm';
  return {
    headers: {},
    before: [
      { type: 'RUN_STARTED', threadId, runId },
      { type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' },
    ],
    token: (delta) => ({ type: 'TEXT_MESSAGE_CONTENT', messageId, delta }),
    after: [
      { type: 'TEXT_MESSAGE_END', messageId },
      { type: 'RUN_FINISHED', threadId, runId, finishReason: 'stop' },
    ],
    last: '',
  };
}

/**
 * Sends the tokens as server-sent events, one event each, at their pace by the clock: a late timer
 * sends what is due.
 */
export function sendTokens(response: ServerResponse, format: Format, { tokens, perSecond, token }: Pace): void {
  const write = (event: object): boolean => response.write(`data: ${JSON.stringify(event)}\n\n`);
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', ...format.headers });
  for (const event of format.before) write(event);
  const startedAt = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.min(tokens, Math.floor(((performance.now() - startedAt) / 1000) * perSecond));
    for (; sent < due; sent++) write(format.token(token(sent)));
    if (sent < tokens) return;
    clearInterval(timer);
    for (const event of format.after) write(event);
    response.end(format.last);
  }, TICK_MS);
  response.on('close', () => clearInterval(timer));
}
