import type { Draft } from '../answer/draft.js';
import { writeDraft } from '../answer/write.js';
import { PrefixHash } from '../cache/prefixHash.js';
import type { MissReason } from '../cache/diagnostics.js';
import type { Call, Engine } from '../engine/engine.js';
import { respond } from '../engine/respond.js';
import { refuseZero } from '../faults/apply.js';
import { ApiError } from '../http/apiError.js';
import { parseJson } from '../http/body.js';
import { sseEvent } from '../http/sse.js';
import { messageFrames } from './events.js';
import { parseBody } from './issues.js';
import { emptyMessage, wholeMessage } from './message.js';
import { checkWindow, prepare, type Prepared } from './prepare.js';
import { questionOf } from './question.js';
import { NO_SETTINGS, renderPrompt } from './render.js';
import { checkSettings } from './rules/settings.js';
import { countTokensBody, engineBody, messagesBodies, type MessagesBody } from './schema.js';
import { thinkAbout } from './thinking.js';
import { versionOf, type ApiVersion } from './version.js';

const OVERLOADED = sseEvent('error', { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } });

export function createMessage(engine: Engine, call: Call): Promise<Response> {
  const version = versionOf(engine.config, call.request.headers);
  const body = readBody(engine, call.text, version);
  const { model: name, stream = false, max_tokens: maxTokens } = body;
  Object.assign(call.record, { model: name, stream, maxTokens });
  const prepared = prepare(engine.config, body, version);
  const { model, prompt } = prepared;
  refuseZero(call.faults, maxTokens);
  if (engine.config.engine === 'claude') checkSettings(body, model);
  checkWindow(prepared);

  const id = engine.id('msg');
  const draft = draftOf(engine, prepared);
  const empty = { ...emptyMessage(id, name), diagnostics: diagnose(engine, call, prepared, id) };
  return respond(engine, call, {
    model,
    prompt,
    draft,
    stream,
    whole: (reported) => wholeMessage(empty, draft, reported),
    frames: (reported) => messageFrames(empty, draft, reported),
    errorEvent: OVERLOADED,
  });
}

export function countMessageTokens({ config }: Engine, { request, text, record }: Call): Response {
  const version = versionOf(config, request.headers);
  const body = parseBody(countTokensBody, parseJson(text));
  record.model = body.model;
  return Response.json({ input_tokens: prepare(config, body, version).prompt.tokens });
}

// Throws the API's 400, or the engine's answer.
function readBody({ config: { engine } }: Engine, text: string, version: ApiVersion): MessagesBody {
  const json = parseJson(text);
  if (engine === 'claude') {
    if (json['thread'] !== undefined && json['thread'] !== null) refuseThread();
    return parseBody(messagesBodies[version], json);
  }
  // Facts page, "Engines".
  if (!('messages' in json)) throw new ApiError('api_error', "'messages' is required");
  const body = parseBody(engineBody, json);
  return { ...body, max_tokens: Math.max(1, body.max_tokens) };
}

// With this code the SDK continues without a thread.
function refuseThread(): never {
  throw new ApiError(
    'invalid_request_error',
    'thread: Threads are not supported by the simulator. Send the full conversation.',
    { details: { error_code: 'thread_unsupported_request' } },
  );
}

function draftOf(engine: Engine, { body, model, placed, prompt }: Prepared<MessagesBody>): Draft {
  const room = model.contextWindow - prompt.tokens;
  const last = body.messages.at(-1)?.content;
  const input = questionOf(placed);
  const draft = writeDraft(
    {
      input,
      tools: (body.tools ?? []).flatMap((tool) =>
        'input_schema' in tool && typeof tool.name === 'string' ? [{ name: tool.name, schema: tool.input_schema }] : [],
      ),
      choice: body.tool_choice ?? { type: 'auto' },
      hasResult: last?.some(({ type }) => type === 'tool_result') ?? false,
      format: body.output_config?.format?.schema,
      thinking: thinkAbout(body, model, input.question),
      maxTokens: Math.min(body.max_tokens, room),
      stopSequences: body.stop_sequences ?? [],
    },
    { compose: engine.config.answer, callId: () => engine.id('toolu') },
  );
  const isOutOfWindow = draft.stopReason === 'max_tokens' && room < body.max_tokens;
  return isOutOfWindow ? { ...draft, stopReason: 'model_context_window_exceeded' } : draft;
}

// Null without `diagnostics`, a first turn or a difference.
function diagnose(
  { diagnostics }: Engine,
  { request, record: { workspace } }: Call,
  { body, model, placed }: Prepared<MessagesBody>,
  messageId: string,
): { cache_miss_reason: MissReason } | null {
  if (!body.diagnostics) return null;
  const betas = (request.headers.get('anthropic-beta') ?? '').split(',').map((beta) => beta.trim());
  const settings = [body.tool_choice, body.thinking, body.output_config, body.speed, betas.toSorted()];
  const subject = {
    content: renderPrompt('', placed, NO_SETTINGS),
    model: model.id,
    settings: new PrefixHash().update(JSON.stringify(settings)).digest(),
  };
  const previous = body.diagnostics.previous_message_id;
  const reason = previous ? diagnostics.compare(workspace, previous, subject) : null;
  diagnostics.remember(workspace, messageId, subject);
  return reason && { cache_miss_reason: reason };
}
