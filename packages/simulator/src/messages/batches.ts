import * as z from 'zod';
import type { Call, Engine } from '../engine.js';
import { ApiError, invalid } from '../http/apiError.js';
import { parseJson } from '../http/body.js';
import { versionOf } from '../http/version.js';
import { parseBody } from './parse.js';
import { checkWindow, prepare } from './prepare.js';
import { checkSettings } from './rules/settings.js';
import { messagesBodies } from './schema.js';

const batchBody = z.strictObject({
  requests: z.array(z.strictObject({ custom_id: z.string(), params: z.looseObject({}) })).min(1),
});

/** Checks `POST /v1/messages/batches` as the API does, with its 400 for a pre-warm in a batch, and refuses the rest with a 501: no batch is run. */
export function refuseBatch(engine: Engine, call: Call): never {
  const version = versionOf(call.request.headers);
  parseBody(batchBody, parseJson(call.text)).requests.forEach(({ params }, n) => {
    try {
      const body = parseBody(messagesBodies[version], params);
      if (body.max_tokens === 0) throw invalid('max_tokens: 0 is not supported in a batch');
      const prepared = prepare(engine, body, version);
      checkSettings(body, prepared.model);
      checkWindow(prepared);
    } catch (error) {
      throw error instanceof ApiError ? new ApiError(error.type, `requests.${n}.params.${error.message}`) : error;
    }
  });
  throw new ApiError('api_error', 'The simulator checks batches, but does not run them.', { status: 501 });
}
