import { cut, later, read, type Sequence, type Token } from './sequence.js';

export interface ServeOptions {
  /** The engine's state, which is its prefix cache. */
  sequence: Sequence;
  /** The key a request must carry. */
  key: string;
  /** The one model it serves. */
  model: string;
  /** Whether it says what it has read from its cache, as some engines don't. */
  reportCache: boolean;
}

interface Body {
  readonly model?: string;
  readonly stream?: boolean;
  readonly max_tokens?: number;
  readonly tools?: readonly unknown[];
  readonly messages?: readonly { readonly role: string; readonly content: unknown }[];
}

/** The most tokens an answer has where the request does not say. */
const MAX_TOKENS = 8;

/** Chat Completions over the engine, as its own server has them: whatever begins as what was read before is not read again. */
export function serveChat({
  sequence,
  key,
  model,
  reportCache,
}: ServeOptions): (request: Request) => Promise<Response> {
  let last: Promise<unknown> = Promise.resolve();

  /** Reads the prompt and generates, one request after another: there is one state. Stops where its client has left. */
  async function* generate(
    body: Body,
    signal: AbortSignal,
  ): AsyncGenerator<{ text: string } | { usage: object; finish: string }> {
    const before = last;
    const done = later();
    last = done.promise;
    await before;
    try {
      const tokens = cut(sequence, promptOf(body));
      const kept = await read(sequence, tokens.slice(0, -1), signal);
      let count = 0;
      let finish = 'length';
      const pending: Token[] = [];
      for await (const token of sequence.evaluate(tokens.slice(-1), { temperature: 0 })) {
        signal.throwIfAborted();
        if (token === sequence.model.tokens.eos) finish = 'stop';
        else pending.push(token);
        const text = sequence.model.detokenize(pending);
        count++;
        // Half a character waits for its other half.
        if (text !== '' && !text.endsWith('\ufffd')) {
          pending.length = 0;
          yield { text };
        }
        if (finish === 'stop' || count >= (body.max_tokens ?? MAX_TOKENS)) break;
      }
      const cached = reportCache ? { prompt_tokens_details: { cached_tokens: kept } } : {};
      yield { finish, usage: { prompt_tokens: tokens.length, completion_tokens: count, ...cached } };
    } finally {
      done.resolve();
    }
  }

  return async (request) => {
    if (request.headers.get('authorization') !== `Bearer ${key}`) return refused(401, 'The key is not this server’s.');
    const body = (await request.json()) as Body;
    if (body.model !== model) return refused(404, `The model ${body.model ?? ''} is not loaded.`);
    const head = { id: 'chatcmpl-1', created: 1, model };
    const parts = generate(body, request.signal);
    if (!body.stream) {
      let content = '';
      for await (const part of parts) {
        if ('text' in part) content += part.text;
        else {
          const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: part.finish }];
          return Response.json({ ...head, object: 'chat.completion', choices, usage: part.usage });
        }
      }
      throw new Error('The engine has not come to an end.');
    }
    const chunks = async function* (): AsyncGenerator<string> {
      for await (const part of parts) {
        const isText = 'text' in part;
        const delta = isText ? { content: part.text } : {};
        const choices = [{ index: 0, delta, finish_reason: isText ? null : part.finish }];
        const usage = isText ? null : part.usage;
        yield `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices, usage })}\n\n`;
      }
      yield 'data: [DONE]\n\n';
    };
    return new Response(streamed(chunks()), { headers: { 'content-type': 'text/event-stream' } });
  };
}

/** A chat as one text, each message after the one before. */
function promptOf({ tools = [], messages = [] }: Body): string {
  const text = (content: unknown): string => (typeof content === 'string' ? content : JSON.stringify(content));
  return [
    ...tools.map((tool) => `tool: ${JSON.stringify(tool)}\n`),
    ...messages.map(({ role, content }) => `${role}: ${text(content)}\n`),
    'assistant:',
  ].join('');
}

function refused(status: number, message: string): Response {
  return Response.json({ error: { message, type: 'invalid_request_error', code: null } }, { status });
}

function streamed(chunks: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}
