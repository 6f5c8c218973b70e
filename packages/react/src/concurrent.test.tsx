import {
  type ReactNode,
  startTransition,
  StrictMode,
  Suspense,
  useDeferredValue,
  useLayoutEffect,
  useState,
  version,
} from 'react';
import { expect, inject, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { page, userEvent } from 'vitest/browser';
import { AskBox } from './askBox/AskBox.js';
import { ForewarmProvider } from './ForewarmProvider.js';
import { sharedTabs } from './tabs.js';
import { scriptedAdapter } from './testing/scriptedAdapter.js';
import { useSpeculativeCache } from './useSpeculativeCache.js';

declare module 'vitest' {
  interface ProvidedContext {
    react: string;
  }
}

test('runs on the React it is meant to', () => {
  expect(version.split('.')[0]).toBe(inject('react'));
});

const input = (): ReturnType<typeof page.getByRole> => page.getByRole('textbox', { name: 'Your question' });

/** Something a part of the page waits for. */
function pending(): { Wait: () => ReactNode; end: () => void } {
  let ended = false;
  let end = (): void => {};
  const promise = new Promise<void>((resolve) => {
    end = () => {
      ended = true;
      resolve();
    };
  });
  return {
    Wait() {
      if (!ended) throw promise;
      return null;
    },
    end: () => end(),
  };
}

function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test('a status that changes while React renders in slices never shows twice different in one commit', async () => {
  const adapter = scriptedAdapter();
  const seen: string[][] = [];
  let renders = 0;
  let shown = -1;
  // After the time slice of the fifth reader: some have read the status by then, others not.
  const change = (): void => {
    shown = document.querySelectorAll('output').length;
    adapter.warms[0]!.end();
  };
  function Reader(): ReactNode {
    const { status } = useSpeculativeCache({ prefix: { id: 'docs' } });
    block(10);
    if (++renders === 5) queueMicrotask(change);
    return <output>{status}</output>;
  }
  function Readers(): ReactNode {
    const [count, setCount] = useState(0);
    useLayoutEffect(() => {
      seen.push([...document.querySelectorAll('output')].map(({ textContent }) => textContent));
    });
    return (
      <>
        <button type="button" onClick={() => startTransition(() => setCount(20))}>
          Show
        </button>
        {Array.from({ length: count }, (_, index) => (
          <Reader key={index} />
        ))}
      </>
    );
  }
  function Warmer(): ReactNode {
    const { warm } = useSpeculativeCache({ prefix: { id: 'docs' } });
    return (
      <button type="button" onClick={() => void warm()}>
        Warm
      </button>
    );
  }
  await render(
    <ForewarmProvider adapter={adapter}>
      <Warmer />
      <Readers />
    </ForewarmProvider>,
  );
  await page.getByRole('button', { name: 'Warm' }).click();
  await page.getByRole('button', { name: 'Show' }).click();
  await expect.poll(() => page.getByText('fresh').elements()).toHaveLength(20);
  expect(shown).toBe(0);
  for (const texts of seen) expect(new Set(texts).size).toBeLessThanOrEqual(1);
});

test('an answer goes on while its box is hidden by a Suspense, and is there when it is shown again', async () => {
  const adapter = scriptedAdapter();
  const { Wait, end } = pending();
  const tree = (waiting: boolean): ReactNode => (
    <ForewarmProvider adapter={adapter}>
      <Suspense fallback={<p>Loading</p>}>
        <AskBox prefix={{ id: 'docs' }} warm={false} />
        {waiting && <Wait />}
      </Suspense>
    </ForewarmProvider>
  );
  const { rerender } = await render(tree(false));
  await input().fill('Why?');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => adapter.asks).toHaveLength(1);
  adapter.asks[0]!.start();
  adapter.asks[0]!.text('Because ');
  await expect.element(page.getByRole('region')).toHaveTextContent('Because');
  await rerender(tree(true));
  await expect.element(page.getByText('Loading')).toBeVisible();
  expect(adapter.asks[0]!.options.signal!.aborted).toBe(false);
  adapter.asks[0]!.text('of that.');
  adapter.asks[0]!.finish();
  end();
  await expect.element(page.getByRole('region')).toHaveTextContent('Because of that.');
  await expect.element(page.getByRole('button', { name: 'Ask', exact: true })).toBeVisible();
  await input().click();
  await userEvent.keyboard('Again?{Enter}');
  await expect.poll(() => adapter.asks).toHaveLength(2);
});

test('a prefix that lags behind by useDeferredValue is warmed as it is shown, and asked on', async () => {
  const adapter = scriptedAdapter();
  function Lagging(): ReactNode {
    const [id, setId] = useState('one');
    return (
      <>
        <button type="button" onClick={() => setId('two')}>
          Turn
        </button>
        <AskBox prefix={{ id: useDeferredValue(id) }} />
      </>
    );
  }
  await render(
    <ForewarmProvider adapter={adapter}>
      <Lagging />
    </ForewarmProvider>,
  );
  await input().click();
  await page.getByRole('button', { name: 'Turn' }).click();
  await input().fill('Why?');
  expect(adapter.warms.map(({ prefix }) => prefix.id)).toEqual(['one', 'two']);
  adapter.warms[1]!.end();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => adapter.asks.map(({ prefix }) => prefix.id)).toEqual(['two']);
});

test('what React renders and never mounts holds no channel to other tabs open', async () => {
  const Own = globalThis.BroadcastChannel;
  let open = 0;
  let opened = 0;
  globalThis.BroadcastChannel = class extends Own {
    constructor(name: string) {
      super(name);
      open++;
      opened++;
    }
    override close(): void {
      super.close();
      open--;
    }
  };
  try {
    const { Wait, end } = pending();
    const adapter = { ...scriptedAdapter(), scope: 'here' };
    const shareTabs = sharedTabs();
    const { unmount } = await render(
      <StrictMode>
        <Suspense fallback={<p>Loading</p>}>
          <ForewarmProvider adapter={adapter} shareTabs={shareTabs}>
            <Wait />
            <AskBox prefix={{ id: 'docs' }} />
          </ForewarmProvider>
        </Suspense>
      </StrictMode>,
    );
    await expect.element(page.getByText('Loading')).toBeVisible();
    expect(opened).toBe(0);
    end();
    await expect.element(input()).toBeVisible();
    // Effects come after what is drawn.
    await expect.poll(() => open).toBe(1);
    await unmount();
    await expect.poll(() => open).toBe(0);
  } finally {
    globalThis.BroadcastChannel = Own;
  }
});
