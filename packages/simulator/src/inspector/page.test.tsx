import { afterEach, describe, expect, it } from 'vitest';
import { createSimulator, type Simulator } from '../index.js';
import { page } from './page.js';

// In a real browser: the simulator needs no Node.

const frames: HTMLIFrameElement[] = [];
afterEach(() => {
  for (const frame of frames.splice(0)) frame.remove();
});

function ask(simulator: Simulator, name: string, fields: object = {}): Promise<string> {
  const body = {
    model: 'claude-sonnet-4-6',
    max_tokens: 20,
    stream: true,
    system: [
      {
        type: 'text',
        text: `${name} ${'A line about nothing much. '.repeat(300)}`,
        cache_control: { type: 'ephemeral' },
      },
    ],
    messages: [{ role: 'user', content: 'What is a line about?' }],
    ...fields,
  };
  const init = { method: 'POST', headers: { 'anthropic-version': '2026-10-21' }, body: JSON.stringify(body) };
  return simulator.fetch('http://simulator/v1/messages', init).then((response) => response.text());
}

function show(simulator: Simulator, width: number): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  Object.assign(window, {
    simulatorFetch: (path: string, init?: RequestInit) => simulator.fetch(new URL(path, 'http://simulator'), init),
  });
  const connect = '<script>window.fetch = (path, init) => parent.simulatorFetch(path, init)</script>';
  frame.srcdoc = page.replace('<body>', `<body>${connect}`);
  frame.style.cssText = `width: ${width}px; height: 700px; border: 0`;
  document.body.append(frame);
  frames.push(frame);
  return frame;
}

const rows = (frame: HTMLIFrameElement, id: string): string[] =>
  [...(frame.contentDocument?.querySelectorAll<HTMLElement>(`#${id} tr`) ?? [])].map((row) => row.textContent);

describe('in a browser', () => {
  it('the simulator streams, and reads its cache', async () => {
    const simulator = createSimulator({ latency: 'none' });
    await ask(simulator, 'a', { max_tokens: 0, stream: false });
    const text = await ask(simulator, 'a');
    expect(text).toContain('event: message_start');
    expect(text).toContain('event: message_stop');
    expect(simulator.requests.map(({ outcome }) => outcome)).toEqual(['miss', 'hit']);
  });

  it.each([1200, 380])(
    'the page shows entries and requests without scrolling sideways at %i pixels, and evicts',
    async (width) => {
      const simulator = createSimulator({ latency: 'none' });
      await ask(simulator, 'a');
      await ask(simulator, 'a');
      await ask(simulator, 'b', { model: '<img src=x onerror=alert(1)>' });
      const frame = show(simulator, width);
      await expect.poll(() => rows(frame, 'requests').length, { timeout: 20_000 }).toBe(3);
      expect(rows(frame, 'entries')).toEqual([
        expect.stringMatching(/to system\.0.*claude-sonnet-4-6.*(4 min 5\d s|5 min 0 s) of 5m/),
      ]);
      expect(rows(frame, 'requests')).toEqual([
        expect.stringContaining('404 model: <img src=x onerror=alert(1)>'),
        expect.stringContaining('hit'),
        expect.stringContaining('miss'),
      ]);
      expect(frame.contentDocument?.querySelector('img')).toBeNull();
      expect(frame.contentDocument?.documentElement.scrollWidth).toBeLessThanOrEqual(width);

      frame.contentDocument?.querySelector<HTMLButtonElement>('#evict')?.click();
      await expect
        .poll(() => rows(frame, 'entries'), { timeout: 20_000 })
        .toEqual([expect.stringContaining('Nothing is cached')]);
      expect(simulator.entries()).toEqual([]);
    },
  );
});
