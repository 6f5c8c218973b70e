import { PrefixHash } from '../cache/prefixHash.js';
import type { Call, Engine } from '../engine.js';
import { refuseByFault } from '../faults/apply.js';
import type { Faults } from '../faults/plan.js';
import { inspect } from '../inspector/inspector.js';
import { versionFor } from '../messages/read.js';
import { openAiError } from '../openai/errors.js';
import { ApiError, invalid } from './apiError.js';
import { readText } from './body.js';
import type { RequestRecord } from './records.js';
import { isOpenAi, routeOf } from './routes.js';
import { workspaceOf } from './workspace.js';

/** Answers one request, and keeps its record; rejects with the signal's reason when the request is aborted before the answer. */
export async function serve(engine: Engine, requests: RequestRecord[], request: Request): Promise<Response> {
  const url = new URL(request.url);
  const inspected = inspect(engine, requests, request, url);
  if (inspected) return inspected;
  const requestId = engine.id('req');
  const startedAt = engine.now();
  const record: RequestRecord = {
    id: requestId,
    method: request.method,
    path: url.pathname + url.search,
    workspace: '',
    startedAt,
  };
  remember(requests, record, engine.config.keepRequests);
  const onEnd = (): void => {
    record.endedAt = engine.now();
    engine.config.onRequest?.(record);
  };
  const headers: Record<string, string> = { [isOpenAi(url.pathname) ? 'x-request-id' : 'request-id']: requestId };
  let response: Response;
  try {
    response = await answer(engine, { request, url, requestId, startedAt, record, headers, onEnd });
  } catch (error) {
    if (request.signal.aborted) {
      record.aborted = true;
      onEnd();
      throw request.signal.reason;
    }
    response = refuse(error, url.pathname, record);
  }
  record.status = response.status;
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  if (!isStream(response)) onEnd();
  return response;
}

async function answer(engine: Engine, arrived: Omit<Call, 'workspace' | 'faults' | 'text'>): Promise<Response> {
  const { request, url, record, headers } = arrived;
  const { serve: route, wire } = routeOf(request.method, url.pathname);
  const workspace = workspaceOf(engine.config.keys, request);
  record.workspace = workspace;
  headers['anthropic-workspace-id'] = workspace;
  if (wire === 'messages') versionFor(engine, request.headers);
  const faults = engine.faults.take(request, workspace);
  if (Object.keys(faults).length > 0) record.fault = Object.keys(faults).join(', ');
  await meetFaults(engine, request, workspace, faults);
  const text = await readText(request);
  keepBody(record, text, engine.config.keepBodies);
  return route(engine, { ...arrived, workspace, faults, text });
}

async function meetFaults(engine: Engine, request: Request, workspace: string, faults: Faults): Promise<void> {
  if (faults.evict) engine.cache.evict(workspace);
  if (faults.cold) engine.cache.evict();
  refuseByFault(faults);
  if (faults.hang && faults.hang.after === undefined) await untilAborted(request.signal);
}

function untilAborted(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted();
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
}

function refuse(error: unknown, path: string, record: RequestRecord): Response {
  const refusal = toApiError(error);
  const { type, message, status, headers, details } = refusal;
  record.error = { type, message: refusal === error ? message : `${message} (${String(error)})` };
  const body = isOpenAi(path)
    ? openAiError(refusal)
    : { type: 'error', error: { type, message, ...(details && { details }) }, request_id: record.id };
  return Response.json(body, { status, headers });
}

// JSON nested deeper than the stack is the sender's fault; anything else that is not an ApiError is ours.
function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return error instanceof RangeError
    ? invalid('The request body is not valid JSON: recursion limit exceeded')
    : new ApiError('api_error', 'Internal server error');
}

function isStream(response: Response): boolean {
  return response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
}

function keepBody(record: RequestRecord, text: string, keep: boolean): void {
  if (text === '') return;
  record.bodyHash = new PrefixHash().update(text).digest();
  record.bodyLength = text.length;
  if (keep) record.body = text;
}

function remember(requests: RequestRecord[], record: RequestRecord, most: number): void {
  requests.push(record);
  if (requests.length > most) requests.shift();
}
