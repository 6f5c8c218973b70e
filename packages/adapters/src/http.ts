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
  /** The handler's address. Default `/api/forewarm`. */
  url?: string | undefined;
  /** Sends the requests, such as a handler of `createHandler`. Default: the platform's `fetch`. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Headers of every request, such as one that says who asks. A function is called each time. */
  headers?: Record<string, string> | (() => Record<string, string>) | undefined;
  /** Whether requests carry cookies, as for `fetch`. Default `same-origin`. */
  credentials?: RequestCredentials | undefined;
  /**
   * Pauses before each try to resume an answer whose connection broke, in milliseconds. Before
   * anything arrived, only the first two count. Empty never tries. Default 0, 250, 1,000, 2,000 and
   * 4,000: half the time that a handler goes on without a reader.
   */
  resumeDelaysMs?: readonly number[] | undefined;
}

const RESUME_DELAYS_MS = [0, 250, 1_000, 2_000, 4_000];

/**
 * Makes the browser's adapter to a handler: it names prefixes, never holds them. Throws
 * `invalid-option` for a wrong or unknown option.
 */
export function http(options: HttpOptions = {}): Adapter<PrefixRef> {
  checkOptions(options);
  const { url = '/api/forewarm', fetch, headers, credentials } = options;
  const { resumeDelaysMs = RESUME_DELAYS_MS } = options;
  const base = url.replace(/\/+$/, '');

  /** From the latest warm's response. */
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
      // Looked up at each call: a test or a tracer may replace it later.
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
    // Only an address names the backend: a custom fetch may lead anywhere.
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
      /** Tells the handler that the question was sent; true if it keeps the answer from now on. */
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

/** A warm's response; null if it is no JSON. */
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

/** Refuses anything but a name: a real prefix would be sent whole, and mean nothing there. */
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

/** A handler takes a `Request`; a stub in an environment without one takes what `fetch` takes. */
function toRequest(address: string, init: RequestInit): [Request] {
  return globalThis.Request ? [new Request(address, init)] : ([address, init] as unknown as [Request]);
}

/** Resolves a path against the page. A handler in the same process reads only the path. */
function absolute(path: string): string {
  return new URL(path, globalThis.location?.href ?? 'http://localhost').href;
}
