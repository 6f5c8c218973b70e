import type { Call, Engine } from '../engine.js';
import { ApiError } from '../http/apiError.js';
import { parseJson } from '../http/body.js';
import { versionOf, type ApiVersion } from '../http/version.js';
import { parseBody } from './parse.js';
import { engineBody, messagesBodies, type MessagesBody } from './schema.js';

/** The version a request is made in; an engine in the API's place asks for none. */
export function versionFor({ config }: Engine, headers: Headers): ApiVersion {
  return config.engine === 'claude' ? versionOf(headers) : '2023-06-01';
}

/** Reads the body of `POST /v1/messages`; throws the 400 of the API, or what the engine in its place was seen to answer. */
export function readMessages(engine: Engine, call: Call): { body: MessagesBody; version: ApiVersion } {
  const json = parseJson(call.text);
  const version = versionFor(engine, call.request.headers);
  if (engine.config.engine === 'claude' && json['thread'] !== undefined && json['thread'] !== null) refuseThread();
  if (engine.config.engine === 'claude') return { body: parseBody(messagesBodies[version], json), version };
  // Facts page, "Engines": a 500 without `messages`, and one token where none is asked for.
  if (!('messages' in json)) throw new ApiError('api_error', "'messages' is required");
  const body = parseBody(engineBody, json);
  return { body: { ...body, max_tokens: Math.max(1, body.max_tokens) }, version };
}

// The SDK's threads and tool runner go on without a thread when they are told that it is not supported.
function refuseThread(): never {
  throw new ApiError(
    'invalid_request_error',
    'thread: Threads are not supported by the simulator. Send the full conversation.',
    {
      details: { error_code: 'thread_unsupported_request' },
    },
  );
}
