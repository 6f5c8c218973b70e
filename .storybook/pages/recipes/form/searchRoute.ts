import type { Adapter, Prefix, Usage } from '@forewarm/core';
import type { Handler } from '@forewarm/server';

/** The form's own route: it asks by the adapter that warms, and tells the handler's cache that somebody asked. */
export function searchRoute(handler: Handler, adapter: Adapter<Prefix>, manual: Prefix) {
  return async (request: Request): Promise<Response> => {
    const question = (await request.formData()).get('q') as string;
    const answered = handler.client.asked(manual);
    let text = '';
    let usage: Usage | undefined;
    for await (const event of adapter.ask(manual, { question }, { signal: request.signal })) {
      if (event.type === 'text') text += event.text;
      if (event.type === 'finish') ({ usage } = event);
    }
    answered({ usage });
    return Response.json({ text, usage });
  };
}
