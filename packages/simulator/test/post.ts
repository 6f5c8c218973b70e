import { createSimulator } from '../src/index.js';

export const PATHS = ['/v1/messages', '/v1/messages/count_tokens', '/v1/responses', '/v1/chat/completions'];

export const headers = { 'anthropic-version': '2026-10-21', 'content-type': 'application/json' };

const REFUSALS = [400, 404, 413];

export interface Posted {
  readonly status: number;
  readonly message: string;
  /** An answer, or a refusal that blames the client in its API's shape. */
  readonly sound: boolean;
  readonly all: string;
}

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
