import { createSimulator } from '../src/index.js';

/** The endpoints that take a body. */
export const PATHS = ['/v1/messages', '/v1/messages/count_tokens', '/v1/responses', '/v1/chat/completions'];

/** The headers of a request to the Messages API. */
export const headers = { 'anthropic-version': '2026-10-21', 'content-type': 'application/json' };

const REFUSALS = [400, 404, 413];

/** What came back for a body posted to a simulator of its own. */
export interface Posted {
  readonly status: number;
  /** The error's message, empty for an answer. */
  readonly message: string;
  /**
   * An answer, or a refusal that is the sender's fault and has the shape of the API it belongs to.
   */
  readonly sound: boolean;
  /** Everything there is to know, for the message of a failed test. */
  readonly all: string;
}

/** Posts a body and judges what comes back. */
export async function post(path: string, body: BodyInit): Promise<Posted> {
  const simulator = createSimulator({ latency: 'none' });
  const response = await simulator.fetch(`http://simulator${path}`, { method: 'POST', headers, body });
  const text = await response.text();
  const { status } = response;
  const all = `${status} ${text} ${JSON.stringify(simulator.requests.at(-1)?.error)}`;
  if (status === 200) return { status, message: '', sound: true, all };
  const json = JSON.parse(text) as { error: { message: string; type: string }; type?: string; request_id?: string };
  const isNamed = json.error.message !== '' && /_error$|^request_too_large$/.test(json.error.type);
  const isAnthropic = json.type === 'error' && json.request_id === response.headers.get('request-id');
  const sound = REFUSALS.includes(status) && isNamed && (isAnthropic || !path.startsWith('/v1/messages'));
  return { status, message: json.error.message, sound, all };
}
