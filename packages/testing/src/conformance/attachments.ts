import { expect } from 'vitest';
import { collect } from '../collect.js';
import type { Suite } from './context.js';
import { IMAGE, NOTE, PLAIN, QUESTION } from './parts.js';
import { expectText } from './prefixes.js';

/** Attachments arrive whole, or nothing is sent. */
export function checkAttachments<P>({ setup, check }: Suite<P>): void {
  check('a text goes with a question, or is refused before anything is sent', ['requests'], async () => {
    const { adapter, prefix, requests } = await setup();
    const { error, text } = await collect(adapter.ask(prefix(PLAIN), { question: QUESTION, parts: [NOTE] }));
    if (!adapter.abilities?.parts) {
      expect(error).toMatchObject({ code: 'invalid-request', message: expect.stringContaining('turn.parts') });
      expect(requests).toHaveLength(0);
      return 'refused';
    }
    expect(error).toBeUndefined();
    expect(text).not.toBe('');
    expectText(requests[0], NOTE.text);
    expectText(requests[0], NOTE.name);
  });

  check('an image goes with a question', ['images', 'requests'], async () => {
    const { adapter, prefix, requests } = await setup();
    const { error, text } = await collect(adapter.ask(prefix(PLAIN), { question: QUESTION, parts: [IMAGE] }));
    expect(error).toBeUndefined();
    expect(text).not.toBe('');
    expectText(requests[0], IMAGE.data);
    expectText(requests[0], IMAGE.mediaType);
  });

  check('a question with an image reads what the warm wrote', ['images', 'warm'], async () => {
    const { adapter, prefix } = await setup();
    await adapter.warm(prefix(PLAIN));
    const { events } = await collect(adapter.ask(prefix(PLAIN), { question: QUESTION, parts: [IMAGE] }));
    expect(events.at(-1)).toMatchObject({ type: 'finish', outcome: 'hit' });
  });
}
