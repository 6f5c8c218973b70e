import { type Environment, type ForewarmEvent, UNKNOWN_USAGE, type Usage } from '@forewarm/core';
import { type ReactNode, StrictMode } from 'react';
import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { page, userEvent } from 'vitest/browser';
import { ForewarmProvider } from './ForewarmProvider.js';
import { type ScriptedAdapter, scriptedAdapter } from './testing/scriptedAdapter.js';
import { useForewarmMetrics } from './useForewarmMetrics.js';
import { type SpeculativeCacheOptions, useSpeculativeCache } from './useSpeculativeCache.js';

let warn: MockInstance<typeof console.warn>;
beforeEach(() => void (warn = vi.spyOn(console, 'warn').mockImplementation(() => {})));
afterEach(() => warn.mockRestore());
const warnings = (): string[] =>
  warn.mock.calls.map(([text]) => String(text)).filter((text) => text.startsWith('Forewarm'));

/** An environment whose clock and timers move only by `pass`. */
function slowWorld(): Environment & { pass(ms: number): void } {
  let now = 1_000_000;
  const timers = new Set<{ at: number; callback: () => void }>();
  return {
    now: () => now,
    monotonic: () => now,
    setTimeout(callback, ms) {
      const timer = { at: now + ms, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    pass(ms) {
      const until = now + ms;
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at);
        if (!next) break;
        timers.delete(next);
        now = next.at;
        next.callback();
      }
      now = until;
    },
  };
}

/** A form that posts to its own route and reports it, with its `usage` if given. */
function Form({ usage, tell = true }: { usage?: Usage; tell?: boolean }): ReactNode {
  const { status, reason, getInputProps, asked } = useSpeculativeCache({ prefix: { id: 'docs' } });
  const { asks, report } = useForewarmMetrics();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const answered = tell ? asked() : undefined;
        event.currentTarget.reset();
        if (usage) answered?.({ usage });
      }}
    >
      <input {...getInputProps({ 'aria-label': 'Question' })} />
      <output aria-label="state">{`${status} ${reason ?? ''}, ${asks.started} asked, ${report.wasted} wasted`}</output>
    </form>
  );
}

interface Shown {
  readonly adapter: ScriptedAdapter;
  readonly world: ReturnType<typeof slowWorld>;
  readonly events: ForewarmEvent[];
}
async function show(children: ReactNode, onEvent?: (event: ForewarmEvent) => void): Promise<Shown> {
  const adapter = scriptedAdapter();
  const world = slowWorld();
  const events: ForewarmEvent[] = [];
  await render(
    <StrictMode>
      <ForewarmProvider
        adapter={adapter}
        environment={world}
        onEvent={(event) => {
          events.push(event);
          onEvent?.(event);
        }}
      >
        {children}
      </ForewarmProvider>
    </StrictMode>,
  );
  return { adapter, world, events };
}
const state = (): ReturnType<typeof page.getByLabelText> => page.getByLabelText('state');

/** Types a question and posts the form, `times` times, a TTL apart. */
async function post({ adapter, world }: Shown, times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    await page.getByLabelText('Question').click();
    await userEvent.keyboard('Why');
    adapter.warms.at(-1)?.end();
    await expect.element(state()).toHaveTextContent(/fresh|wasted,/);
    world.pass(1_000);
    await userEvent.keyboard('{Enter}');
    world.pass(301_000);
  }
}

test('a form that posts ten times, a TTL apart, is warmed for each time and wastes nothing', async () => {
  const shown = await show(<Form />);
  await post(shown, 10);
  expect(shown.adapter.warms).toHaveLength(10);
  await expect.element(state()).toHaveTextContent('10 asked, 0 wasted');
  expect(shown.events.filter(({ type }) => type === 'warmed')).toHaveLength(10);
  expect(warnings()).toEqual([]);
});

test('a form that tells nobody is warmed for three times, then rests', async () => {
  const shown = await show(<Form tell={false} />);
  await post(shown, 5);
  expect(shown.adapter.warms).toHaveLength(3);
  await expect.element(state()).toHaveTextContent('skipped wasted, 0 asked');
});

test('answers that read nothing of their warms are an event each, and one warning', async () => {
  const missed: Usage = { prompt: 10, cacheRead: 0, cacheWrite: 0, output: 1 };
  const shown = await show(<Form usage={missed} />);
  await post(shown, 3);
  expect(shown.events.filter(({ type }) => type === 'warm-unread')).toHaveLength(3);
  expect(warnings()).toEqual([
    expect.stringMatching(/an answer on the prefix "docs" read 0 tokens .* docs\/unread-warms\.md/),
  ]);
});

test('an answer of which nothing is known warns of nothing', async () => {
  const shown = await show(<Form usage={UNKNOWN_USAGE} />);
  await post(shown, 1);
  expect(shown.events.filter(({ type }) => type === 'ask-finished')).toHaveLength(1);
  expect(warnings()).toEqual([]);
});

function Named({ attach, ...options }: Partial<SpeculativeCacheOptions> & { attach: string }): ReactNode {
  const { ref, getInputProps } = useSpeculativeCache({ prefix: { id: 'docs' }, ...options });
  if (attach === 'ref') return <input ref={ref} />;
  if (attach === 'props') return <input {...getInputProps()} />;
  return <p>Nothing</p>;
}

test('triggers that will never warm are warned of once, however often the hook is used', async () => {
  await show(['a', 'b'].map((key) => <Named key={key} triggers={['idle']} attach="props" />));
  await expect
    .poll(warnings)
    .toEqual([
      expect.stringContaining("useSpeculativeCache: triggers names idle, which the provider's policy leaves out"),
      expect.stringContaining('idle needs the hook’s ref'.replace('’', "'")),
    ]);
});

test('an input that does not come is warned of after a while, one that is there is not', async () => {
  const { world } = await show(
    <>
      <Named triggers={['focus']} attach="none" />
      <Named triggers={['keystroke']} attach="ref" />
    </>,
  );
  world.pass(4_000);
  expect(warnings()).toEqual([]);
  world.pass(2_000);
  expect(warnings()).toEqual([expect.stringContaining('triggers names focus, but no input is watched')]);
});

test('what is switched off is not warned of', async () => {
  const { world } = await show(<Named triggers={['idle']} enabled={false} attach="none" />);
  world.pass(10_000);
  expect(warnings()).toEqual([]);
});
