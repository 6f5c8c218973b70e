import { readJson } from '../body.js';
import { resolvePrefix } from '../prefixes.js';
import { parseAsk } from '../schema.js';
import { openAnswer } from '../starters.js';
import { signed } from '../signTurns.js';
import { type Chunk, toChunks } from '../stream/chunks.js';
import { streamResponse } from '../stream/response.js';
import { personOf } from '../who/scope.js';
import { toAsked } from './again.js';
import { admit, type Arrived, type Context, tooMany } from './context.js';

/** `POST …/ask`: the answer as it comes. A refusal of a limit is 429. */
export async function ask(context: Context, arrived: Arrived): Promise<Response> {
  const { options, sizes, client, streams } = context;
  const { request, connection } = arrived;
  const input = parseAsk(await readJson(request, sizes.maxBodyBytes), sizes);
  const { question, expectHash, waitedMs } = input;
  const { signTurns } = options;
  const { call, ref, refusal } = await admit(context, arrived, input.prefix, 'ask');
  if (refusal) throw tooMany(refusal);
  const prefix = await resolvePrefix(options, ref, request, call.scope);
  const place = await options.limits?.openStream({ ...call, connection, prefix: ref, request });
  if (typeof place === 'object') throw tooMany(place);

  // Where one engine serves both, a question goes first.
  if (yields(options)) for (const end of context.parked) end();
  const work = new AbortController();
  const end = fromAnywhere((reason: Error) => work.abort(reason));
  const ended = streams.add(end);
  const signs = { alive: false };
  const alive = (): void => void (signs.alive = true);
  const wasAlive = (): boolean => {
    const was = signs.alive;
    signs.alive = false;
    return was;
  };
  const { open, isKept } = await openAnswer(context, arrived, ref, prefix, question);
  // What is kept has no warm to wait for.
  const waited = isKept ? Infinity : waitedMs;
  const answer = client.follow(prefix, open, { signal: work.signal, expectHash, waitedMs: waited, alive });
  const events = begun(signed(answer, signTurns, ref, question));
  const onEnd = (): void => {
    place?.();
    ended();
    // Where nobody has read to the end; else it changes nothing.
    events.return().catch(() => null);
  };
  const leave = (): void => end(new DOMException('The client left.', 'AbortError'));
  const id = options.answers && globalThis.crypto.randomUUID();
  const chunks = toChunks(events, id);
  if (!options.answers || id === undefined) return send(context, request, chunks, leave, onEnd, wasAlive);

  // Kept, it goes on without its reader for a while: whoever went may only have lost the connection.
  const gone = new AbortController();
  let complete = nothing;
  connection.waitUntil?.(new Promise<void>((resolve) => (complete = resolve)));
  const onComplete = (): void => {
    onEnd();
    complete();
  };
  const owner = personOf(call.scope) ?? '';
  const kept = options.answers.keep(
    { id, owner, asked: toAsked(ref, question), chunks, abandon: leave, onEnd: onComplete },
    gone.signal,
  );
  return send(context, request, kept, () => gone.abort(), nothing, wasAlive);
}

/** The same function to be called from other requests too: in a worker those must not touch what belongs to this one, such as its signal. */
export function fromAnywhere<T>(act: (value: T) => void): (value: T) => void {
  let call!: (value: T) => void;
  void new Promise<T>((resolve) => (call = resolve)).then(act);
  return call;
}

/** Begins at once instead of with the first read: the model works while the response's head is still being written. */
function begun<T>(
  source: AsyncGenerator<T, void, undefined>,
): AsyncIterableIterator<T, void> & { return(): Promise<unknown> } {
  let first: Promise<IteratorResult<T, void>> | null = source.next();
  // Told to whoever reads it.
  first.catch(() => null);
  return {
    next() {
      const next = first ?? source.next();
      first = null;
      return next;
    },
    return: () => source.return(),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function yields({ speculativeAnswers: early }: Context['options']): boolean {
  return typeof early === 'object' && early.yields === true;
}

/** Streams chunks; `onGone` is called when the reader leaves, by the signal or by the stream, `onEnd` however it ends, perhaps twice. */
export function send(
  { client, sizes }: Context,
  request: Request,
  chunks: AsyncGenerator<Chunk, void, undefined>,
  onGone: () => void,
  onEnd: () => void,
  wasAlive?: () => boolean,
): Response {
  const { heartbeatMs, stallMs } = sizes;
  const { environment } = client;
  return streamResponse(chunks, { environment, request, heartbeatMs, wasAlive, stallMs, onGone, onEnd });
}

function nothing(): void {}
