import { PrefixHash } from '../cache/prefixHash.js';
import type { Call, Engine } from '../engine/engine.js';
import type { RequestRecord } from '../engine/records.js';
import { refuseByFault } from '../faults/apply.js';
import type { Faults } from '../faults/plan.js';
import { ApiError } from '../http/apiError.js';
import { readBody } from '../http/body.js';
import { inspect } from '../inspector/inspector.js';
import { openAiError } from '../openai/errors.js';
import { isOpenAi, routeOf } from './routes.js';
import { workspaceOf } from './workspace.js';

/** Rejects if the request is aborted first. */
export async function serve(engine: Engine, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const inspected = inspect(engine, request, url);
  if (inspected) return inspected;
  const record = begin(engine, request, url);
  const onEnd = (): void => {
    record.endedAt = engine.now();
    engine.config.onRequest?.(record);
  };
  const headers: Record<string, string> = { [isOpenAi(url.pathname) ? 'x-request-id' : 'request-id']: record.id };
  let response: Response;
  try {
    response = await answer(engine, { request, url, record, headers, onEnd });
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
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) onEnd();
  return response;
}

function begin(engine: Engine, { method }: Request, url: URL): RequestRecord {
  const path = url.pathname + url.search;
  const record = { id: engine.id('req'), method, path, workspace: '', startedAt: engine.now() };
  engine.requests.push(record);
  if (engine.requests.length > engine.config.keepRequests) engine.requests.shift();
  return record;
}

async function answer(engine: Engine, arrived: Omit<Call, 'faults' | 'text'>): Promise<Response> {
  const { request, url, record, headers } = arrived;
  const route = routeOf(request.method, url.pathname);
  const workspace = workspaceOf(engine.config.keys, request);
  record.workspace = workspace;
  headers['anthropic-workspace-id'] = workspace;
  const faults = engine.faults.take(request, workspace);
  if (Object.keys(faults).length > 0) record.fault = Object.keys(faults).join(', ');
  await meetFaults(engine, request.signal, workspace, faults);
  const text = await readBody(request);
  keepBody(record, text, engine.config.keepBodies);
  return route(engine, { ...arrived, faults, text });
}

async function meetFaults({ cache }: Engine, signal: AbortSignal, workspace: string, faults: Faults): Promise<void> {
  if (faults.evict) cache.evict(workspace);
  if (faults.cold) cache.evict();
  refuseByFault(faults);
  if (!faults.hang || faults.hang.after !== undefined) return;
  signal.throwIfAborted();
  await new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}

function refuse(error: unknown, path: string, record: RequestRecord): Response {
  const refusal = error instanceof ApiError ? error : new ApiError('api_error', 'Internal server error');
  const { type, message, status, about } = refusal;
  record.error = { type, message: refusal === error ? message : `${message} (${String(error)})` };
  const { details, headers = {} } = about;
  const body = isOpenAi(path)
    ? openAiError(refusal)
    : { type: 'error', error: { type, message, ...(details && { details }) }, request_id: record.id };
  return Response.json(body, { status, headers });
}

function keepBody(record: RequestRecord, text: string, keep: boolean): void {
  if (text === '') return;
  record.bodyHash = new PrefixHash().update(text).digest();
  record.bodyLength = text.length;
  if (keep) record.body = text;
}
