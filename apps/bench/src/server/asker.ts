import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';

export interface Asked {
  readonly status: number;
  /** In ms; null without a word. */
  readonly ttftMs: number | null;
  readonly words: number;
  /** Hash over all words in order. */
  readonly hash: string;
  readonly error: string | null;
  readonly ended: boolean;
}

/** Asks without the kit's client, which is cheaper. */
export function ask(url: string, body: object, agent: Agent, onFirst?: () => void): Promise<Asked> {
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const hash = createHash('sha256');
    let [ttftMs, words, error, ended, rest] = [null as number | null, 0, null as string | null, false, ''];
    const sent = request(url, { method: 'POST', headers, agent }, (response) => {
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop()!;
        for (const line of lines) {
          if (line === 'data: [DONE]') ended = true;
          if (!line.startsWith('data: {')) continue;
          const event = JSON.parse(line.slice(6)) as {
            type: string;
            delta?: string;
            data?: { error?: { code: string } };
          };
          if (event.type === 'text-delta') {
            if (ttftMs === null) onFirst?.();
            ttftMs ??= performance.now() - started;
            words++;
            hash.update(event.delta!);
          }
          error = event.data?.error?.code ?? error;
        }
      });
      response.on('end', () => {
        if (response.statusCode !== 200) error ??= /"code":"([^"]+)"/.exec(rest)?.[1] ?? null;
        resolve({ status: response.statusCode ?? 0, ttftMs, words, hash: hash.digest('hex'), error, ended });
      });
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

export const keptAgent = (): Agent => new Agent({ keepAlive: true, maxSockets: Infinity });
