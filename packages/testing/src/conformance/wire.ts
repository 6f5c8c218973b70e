import type { Passed } from '../gateway.js';

/** What of an API's wire a backend must write by itself to be in a situation: an answer in exact pieces, and a refusal. */
export interface Wire {
  /** The frames of a streamed answer in these pieces, one frame at a time; without the ones that end it where it is not `whole`. */
  answer(pieces: Iterable<string>, whole: boolean): Iterable<string>;
  /** The body of an error. */
  refusal(status: number, words: string): string;
  /** What a frame is in bytes. Default its text; for a wire that is not one of text. */
  encode?(frame: string): Uint8Array;
  /** The content type of a streamed answer. Default `text/event-stream`. */
  readonly contentType?: string;
  /** Whether a request wants its answer streamed. Default where its body says `"stream": true`. */
  isStream?(request: Passed): boolean;
}

const event = (value: { readonly type: string; readonly [field: string]: unknown }): string =>
  `event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`;
const data = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;

/** Anthropic's Messages API. */
export const messagesWire: Wire = {
  *answer(pieces, whole) {
    const usage = {
      input_tokens: 10,
      cache_read_input_tokens: 6_000,
      cache_creation_input_tokens: 0,
      output_tokens: 1,
    };
    const message = { id: 'msg_1', type: 'message', role: 'assistant', content: [], model: 'wire', usage };
    yield event({ type: 'message_start', message: { ...message, stop_reason: null, stop_sequence: null } });
    yield event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } });
    for (const text of pieces) {
      yield event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } });
    }
    if (!whole) return;
    yield event({ type: 'content_block_stop', index: 0 });
    const delta = { stop_reason: 'end_turn', stop_sequence: null };
    yield event({ type: 'message_delta', delta, usage: { output_tokens: 5 } });
    yield event({ type: 'message_stop' });
  },
  refusal: (status, message) =>
    JSON.stringify({ type: 'error', error: { type: status === 429 ? 'rate_limit_error' : 'error', message } }),
};

/** OpenAI's Responses API. */
export const responsesWire: Wire = {
  *answer(pieces, whole) {
    let sequence = 0;
    const send = (type: string, fields: object): string => event({ type, sequence_number: sequence++, ...fields });
    const response = {
      id: 'resp_1',
      object: 'response',
      created_at: 1,
      model: 'wire',
      output: [],
      status: 'in_progress',
    };
    const item = { id: 'msg_1', type: 'message', role: 'assistant', status: 'in_progress', content: [] };
    const place = { item_id: 'msg_1', output_index: 0, content_index: 0 };
    yield send('response.created', { response });
    yield send('response.output_item.added', { output_index: 0, item });
    yield send('response.content_part.added', { ...place, part: { type: 'output_text', text: '', annotations: [] } });
    for (const delta of pieces) yield send('response.output_text.delta', { ...place, delta, logprobs: [] });
    if (!whole) return;
    const usage = {
      input_tokens: 6_010,
      input_tokens_details: { cached_tokens: 6_000 },
      output_tokens: 5,
      total_tokens: 6_015,
    };
    yield send('response.output_item.done', { output_index: 0, item: { ...item, status: 'completed' } });
    yield send('response.completed', { response: { ...response, status: 'completed', usage } });
  },
  refusal: (_status, message) => JSON.stringify({ error: { message, type: 'error', code: null, param: null } }),
};

/** Chat Completions, OpenAI's and that of the engines that follow it. */
export const chatWire: Wire = {
  *answer(pieces, whole) {
    const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'wire' };
    const choice = (delta: object, finish: string | null): string =>
      data({ ...head, choices: [{ index: 0, delta, finish_reason: finish }] });
    yield choice({ role: 'assistant', content: '' }, null);
    for (const content of pieces) yield choice({ content }, null);
    if (!whole) return;
    yield choice({}, 'stop');
    const usage = { prompt_tokens: 6_010, completion_tokens: 5, total_tokens: 6_015 };
    yield data({ ...head, choices: [], usage: { ...usage, prompt_tokens_details: { cached_tokens: 6_000 } } });
    yield 'data: [DONE]\n\n';
  },
  refusal: (status, words) => responsesWire.refusal(status, words),
};
