import { http } from '@forewarm/adapters/http';
import type { AskEvent } from '@forewarm/core';
import type { Handler } from '@forewarm/server';

/** What `http()` is to do inside a runtime. */
export interface Inside {
  /** Where a handler is; empty for the one in this process. */
  readonly url: string;
  readonly name: string;
  readonly question: string;
  /** Leaves after the first word. */
  readonly leave?: boolean;
}

/** What came of it. */
export interface Told {
  readonly warm: unknown;
  readonly text: string;
  readonly outcome: string | null;
  readonly error: string | null;
}

/** Warms and asks with `http()` where this code runs. */
export async function askInside(request: Request, handler: Handler): Promise<Response> {
  const { url, name, question, leave = false } = (await request.json()) as Inside;
  const adapter = http(url === '' ? { fetch: (inner) => handler(inner) } : { url });
  const prefix = { id: 'document', params: { name } };
  let text = '';
  let finish: AskEvent | null = null;
  let error: string | null = null;
  let warm: unknown = null;
  try {
    warm = await adapter.warm(prefix);
    for await (const event of adapter.ask(prefix, { question })) {
      if (event.type === 'text') text += event.text;
      if (event.type === 'finish') finish = event;
      if (leave && text !== '') break;
    }
  } catch (thrown) {
    error = (thrown as { code?: string }).code ?? String(thrown);
  }
  const told: Told = { warm, text, outcome: finish?.type === 'finish' ? finish.outcome : null, error };
  return Response.json(told);
}
