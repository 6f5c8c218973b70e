import {
  type Adapter,
  type AskEvent,
  type CallOptions,
  ForewarmError,
  invalidOption,
  isPrefix,
  type PrefixRef,
  type Turn,
  type WarmResult,
} from '@forewarm/core';
import { fromErrorBody, fromUiChunks, linkedAbort, type WarmResponseBody } from '@forewarm/core/kit';
import { onceMore } from './backend/broken.js';
import { fromResponse, MAX_BODY_BYTES, readText } from './http/errors.js';
import { checkOptions } from './http/options.js';
import { readAnswer } from './http/resume.js';

export interface HttpOptions {
  /** Where the handler is mounted; `/warm` and `/ask` are added. Default `/api/forewarm`. */
  url?: string | undefined;
  /**
   * Sends the requests. A handler of `createHandler` fits as it is. Default the platform's `fetch`,
   * which is given an address and an init.
   */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
  /**
   * Headers for every request, such as one that proves who asks. Called anew each time where it is
   * a function.
   */
  headers?: Record<string, string> | (() => Record<string, string>) | undefined;
  /** Whether cookies go along, as for `fetch`. Default `same-origin`. */
  credentials?: RequestCredentials | undefined;
  /**
   * Waits before each try to go on with an answer whose connection broke, in milliseconds, where
   * the handler keeps answers. Default 0, 250, 1,000, 2,000 and 4,000: half the time the handler
   * goes on without a reader. Where nothing has come yet, the first two. Empty: not tried.
   */
  resumeDelaysMs?: readonly number[] | undefined;
}

const RESUME_DELAYS_MS = [0, 250, 1_000, 2_000, 4_000];

/**
 * The browser's way to a handler: names prefixes, never holds them. Throws `invalid-option` for an
 * option that is wrong or unknown.
 */
export function http(options: HttpOptions = {}): Adapter<PrefixRef> {
  checkOptions(options);
  const { url = '/api/forewarm', fetch, headers, credentials } = options;
  const { resumeDelaysMs = RESUME_DELAYS_MS } = options;
  const base = url.replace(/\/+$/, '');

  /** As the handler said with the latest warm. */
  let maxQuestionLength: number | null = null;

  const post = async (path: string, body: unknown, signal?: AbortSignal): Promise<Response> => {
    signal?.throwIfAborted();
    const address = absolute(`${base}/${path}`);
    const init: RequestInit = {
      method: 'POST',
      headers: { ...(typeof headers === 'function' ? headers() : headers), 'content-type': 'application/json' },
      body: JSON.stringify(body),
      // Undefined is `same-origin`, the default of `fetch`.
      credentials: credentials!,
      signal: signal ?? null,
    };
    try {
      // Looked up at the call, so that a fetch that is replaced later (a test, a tracer) is the one
      // used.
      return await (fetch ? fetch(...toRequest(address, init)) : globalThis.fetch(address, init));
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      throw new ForewarmError('unreachable', 'The server could not be reached; check the connection and try again.', {
        cause,
      });
    }
  };

  return {
    name: 'http',
    abilities: { maxQuestionLength: () => maxQuestionLength, parts: true },
    // A fetch of one's own may lead anywhere: only an address says which backend it is.
    scope: fetch ? undefined : absolute(base),

    async warm(prefix, { signal, trigger } = {}): Promise<WarmResult> {
      checkName(prefix);
      const response = await onceMore(post)('warm', { prefix, trigger }, signal);
      if (!response.ok) throw await fromResponse(response);
      const body = await readWarm(response, base).catch((thrown: unknown) => {
        throw signal?.aborted ? signal.reason : thrown;
      });
      signal?.throwIfAborted();
      const { maxQuestionLength: longest, ...result } = body ?? { status: null };
      if (Number.isInteger(longest) && longest! > 0) maxQuestionLength = longest!;
      if (result.status === 'failed') throw fromErrorBody(result.error, response.status);
      if (result.status === 'warmed' || result.status === 'skipped') return result;
      throw new ForewarmError('upstream', `What answers at ${base}/warm is no Forewarm handler.`);
    },

    async *ask(
      prefix: PrefixRef,
      turn: Turn,
      { signal = new AbortController().signal, ...call }: CallOptions = {},
    ): AsyncGenerator<AskEvent> {
      checkName(prefix);
      const { expectHash, waitedMs, adoption } = call;
      const asked = { ...turn, prefix, expectHash, waitedMs };
      const own = linkedAbort(signal);
      /** Tells the handler that the question was sent; whether it keeps the answer from then on. */
      const adopt = async (answer: string): Promise<boolean> => {
        await adoption;
        const adopted = await post('adopt', { ...asked, answer }, own.signal);
        if (!adopted.ok) throw await fromResponse(adopted);
        return adopted.status === 204;
      };
      const early = adoption && { adopt, failed: own.abort };
      try {
        yield* fromUiChunks(readAnswer(post, asked, resumeDelaysMs, own.signal, call, early), 200);
      } finally {
        own.release();
      }
    },
  };
}

/** What a warm was answered with; null where that is no JSON. */
async function readWarm(response: Response, base: string): Promise<WarmResponseBody | null> {
  let text;
  try {
    text = await readText(response);
  } catch (cause) {
    throw new ForewarmError('unreachable', 'The connection broke off while the warm was answered.', { cause });
  }
  if (text === null) {
    throw new ForewarmError('upstream', `${base}/warm answered with more than ${MAX_BODY_BYTES} bytes.`);
  }
  try {
    return JSON.parse(text) as WarmResponseBody;
  } catch {
    return null;
  }
}

/**
 * Refuses what is no name of a prefix before it is sent: a real one would go to the server whole,
 * and mean nothing there.
 */
function checkName(prefix: PrefixRef): void {
  if (isPrefix(prefix)) {
    throw new ForewarmError(
      'invalid-option',
      'http: prefix was made by definePrefix, which belongs on the server; give its name, such as { id: "doc" }.',
    );
  }
  const id: unknown = (prefix as PrefixRef | null | undefined)?.id;
  if (!id || typeof id !== 'string') throw invalidOption('http', 'prefix.id', id, 'the non-empty name of a prefix');
}

/**
 * As a handler takes it; a test's environment may have no `Request`, and its stub takes what
 * `fetch` takes.
 */
function toRequest(address: string, init: RequestInit): [Request] {
  return globalThis.Request ? [new Request(address, init)] : ([address, init] as unknown as [Request]);
}

/**
 * Paths are relative to the page; outside a page only the path counts, for a handler that is called
 * in process.
 */
function absolute(path: string): string {
  return new URL(path, globalThis.location?.href ?? 'http://localhost').href;
}
