import type { Passed } from '../gateway.js';

/** Writes an API's answers and refusals. */
export interface Wire {
  /** Without the final frames unless `whole`. */
  answer(pieces: Iterable<string>, whole: boolean): Iterable<string>;
  /** Calls `look_up` with this input. */
  toolCall(pieces: Iterable<string>): Iterable<string>;
  refusal(status: number, words: string): string;
  /** Default: UTF-8. */
  encode?(frame: string): Uint8Array;
  /** Of a stream. Default `text/event-stream`. */
  readonly contentType?: string;
  /** Default: the body says `"stream": true`. */
  isStream?(request: Passed): boolean;
}

const event = (value: { readonly type: string; readonly [field: string]: unknown }): string =>
  `event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`;
const data = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;

function messageStart(): string {
  const usage = {
    input_tokens: 10,
    cache_read_input_tokens: 6_000,
    cache_creation_input_tokens: 0,
    output_tokens: 1,
  };
  const message = { id: 'msg_1', type: 'message', role: 'assistant', content: [], model: 'wire', usage };
  return event({ type: 'message_start', message: { ...message, stop_reason: null, stop_sequence: null } });
}

function* messageEnd(reason: string): Generator<string> {
  yield event({ type: 'content_block_stop', index: 0 });
  const delta = { stop_reason: reason, stop_sequence: null };
  yield event({ type: 'message_delta', delta, usage: { output_tokens: 5 } });
  yield event({ type: 'message_stop' });
}

export const messagesWire: Wire = {
  *answer(pieces, whole) {
    yield messageStart();
    yield event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } });
    for (const text of pieces) {
      yield event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } });
    }
    if (whole) yield* messageEnd('end_turn');
  },
  *toolCall(pieces) {
    yield messageStart();
    const block = { type: 'tool_use', id: 'toolu_1', name: 'look_up', input: {} };
    yield event({ type: 'content_block_start', index: 0, content_block: block });
    for (const json of pieces) {
      yield event({ type: 'content_block_delta', index: 0, delta: { type: 'input_json_delta', partial_json: json } });
    }
    yield* messageEnd('tool_use');
  },
  refusal: (status, message) =>
    JSON.stringify({ type: 'error', error: { type: status === 429 ? 'rate_limit_error' : 'error', message } }),
};

const RESPONSE = {
  id: 'resp_1',
  object: 'response',
  created_at: 1,
  model: 'wire',
  output: [],
  status: 'in_progress',
};
const RESPONSE_USAGE = {
  input_tokens: 6_010,
  input_tokens_details: { cached_tokens: 6_000 },
  output_tokens: 5,
  total_tokens: 6_015,
};

function* response(item: object, events: Iterable<[type: string, fields: object]>, whole: boolean): Generator<string> {
  let sequence = 0;
  const send = (type: string, fields: object): string => event({ type, sequence_number: sequence++, ...fields });
  yield send('response.created', { response: RESPONSE });
  yield send('response.output_item.added', { output_index: 0, item: { ...item, status: 'in_progress' } });
  for (const [type, fields] of events) yield send(type, { output_index: 0, ...fields });
  if (!whole) return;
  yield send('response.output_item.done', { output_index: 0, item: { ...item, status: 'completed' } });
  yield send('response.completed', { response: { ...RESPONSE, status: 'completed', usage: RESPONSE_USAGE } });
}

export const responsesWire: Wire = {
  *answer(pieces, whole) {
    const place = { item_id: 'msg_1', content_index: 0 };
    const events = function* (): Generator<[string, object]> {
      yield ['response.content_part.added', { ...place, part: { type: 'output_text', text: '', annotations: [] } }];
      for (const delta of pieces) yield ['response.output_text.delta', { ...place, delta, logprobs: [] }];
    };
    yield* response({ id: 'msg_1', type: 'message', role: 'assistant', content: [] }, events(), whole);
  },
  *toolCall(pieces) {
    const json = [...pieces];
    const item = { id: 'fc_1', type: 'function_call', call_id: 'call_1', name: 'look_up', arguments: json.join('') };
    const events = json.map((delta): [string, object] => [
      'response.function_call_arguments.delta',
      { item_id: 'fc_1', delta },
    ]);
    yield* response(item, events, true);
  },
  refusal: (_status, message) => JSON.stringify({ error: { message, type: 'error', code: null, param: null } }),
};

const CHUNK = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'wire' };
const choice = (delta: object, finish: string | null): string =>
  data({ ...CHUNK, choices: [{ index: 0, delta, finish_reason: finish }] });

function* chatEnd(reason: string): Generator<string> {
  yield choice({}, reason);
  const usage = { prompt_tokens: 6_010, completion_tokens: 5, total_tokens: 6_015 };
  yield data({ ...CHUNK, choices: [], usage: { ...usage, prompt_tokens_details: { cached_tokens: 6_000 } } });
  yield 'data: [DONE]\n\n';
}

export const chatWire: Wire = {
  *answer(pieces, whole) {
    yield choice({ role: 'assistant', content: '' }, null);
    for (const content of pieces) yield choice({ content }, null);
    if (whole) yield* chatEnd('stop');
  },
  *toolCall(pieces) {
    const named = { index: 0, id: 'call_1', type: 'function', function: { name: 'look_up', arguments: '' } };
    yield choice({ role: 'assistant', tool_calls: [named] }, null);
    for (const json of pieces) yield choice({ tool_calls: [{ index: 0, function: { arguments: json } }] }, null);
    yield* chatEnd('tool_calls');
  },
  refusal: (status, words) => responsesWire.refusal(status, words),
};
