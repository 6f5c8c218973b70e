import type { ForewarmClient, PolicyOptions, PrefixRef, Trigger } from '@forewarm/core';
import type { Latency } from './latency.js';
import { type Draft, typingMs } from './trace.js';
import { textsOf } from './texts.js';
import { CONTEXT, MODEL, openWorld, type Paid, REF, type World } from './world.js';

export interface Way {
  readonly name: string;
  /** Options of page and handler; `cookbook`: the snippet without the kit. */
  readonly policy: PolicyOptions | 'cookbook';
  /** The handler's options, if they differ. */
  readonly handler?: PolicyOptions;
  readonly speculates?: boolean;
  /** Others warmed the prefix just before, at their cost. */
  readonly isHot?: boolean;
}

export interface Visit {
  readonly writer: number;
  /** Characters; null without a question. */
  readonly length: number | null;
  /** From the first key to submit, in ms. */
  readonly typingMs: number;
  /** In ms; null without a question. */
  readonly ttftMs: number | null;
  readonly warms: number;
  readonly begun: number;
  readonly adopted: boolean;
  readonly paid: Paid;
}

/** When each sign shows, in ms before the first key. Assumed: no trace has it. */
export const LEADS: readonly (readonly [Trigger, number])[] = [
  ['idle', 5_000],
  ['visible', 5_000],
  ['hover', 1_000],
  ['focus', 500],
];

/** Between visits, in ms: longer than an entry lives. */
const APART_MS = 600_000;
const EARLIER_MS = 60_000;

/** How many signs a visitor without a question shows. */
export type Reach = number;

/** Visits in turn. Each writer keeps a page open; all ask about one prefix. */
export interface Replay {
  readonly way: Way;
  readonly ask: (draft: Draft) => Promise<Visit>;
  readonly leave: (writer: number, reach: Reach) => Promise<Visit>;
}

interface Page {
  readonly client: ForewarmClient<PrefixRef>;
  readonly draft: { edit(prefix: PrefixRef, text: string): void } | undefined;
  begun: number;
  adopted: number;
}

export function replay(way: Way, latency: Latency): Replay {
  const policy = way.policy === 'cookbook' ? { enabled: false } : way.policy;
  const world = openWorld({ latency, policy, handler: way.handler, speculates: way.speculates ?? false });
  const { clock } = world;
  const pages = new Map<number, Page>();
  /** A race needs measured times. */
  const measure = async ({ client }: Page): Promise<void> => {
    const work = async (): Promise<void> => {
      for await (const _ of client.ask(REF, { question: 'First.' }));
    };
    // Another writer's warm would make the first question a hit.
    await clock.until(clock.monotonic() + APART_MS);
    await clock.during(work());
    await clock.until(clock.monotonic() + APART_MS);
    await clock.during(client.warm(REF));
    await clock.during(work());
  };
  const pageOf = async (writer: number): Promise<Page> => {
    const known = pages.get(writer);
    if (known) return known;
    const page = openPage(world);
    pages.set(writer, page);
    if (policy.join === 'race') await measure(page);
    return page;
  };

  const arrive = async (page: Page): Promise<number> => {
    await clock.until(clock.monotonic() + APART_MS);
    if (way.isHot) {
      await clock.during(page.client.warm(REF));
      await clock.until(clock.monotonic() + EARLIER_MS);
    }
    world.paid();
    [page.begun, page.adopted] = [0, 0];
    return clock.monotonic() + LEADS[0]![1];
  };
  const approach = async ({ client }: Page, firstKey: number, reach = LEADS.length): Promise<void> => {
    for (const [trigger, lead] of LEADS.slice(0, reach)) {
      await clock.until(firstKey - lead);
      if (way.policy !== 'cookbook') client.intend(REF, trigger);
    }
  };
  const seen = ({ begun, adopted }: Page): Pick<Visit, 'warms' | 'begun' | 'adopted' | 'paid'> => {
    const paid = world.paid();
    return { warms: paid.warms, begun, adopted: adopted > 0, paid };
  };

  return {
    way,
    async ask(draft) {
      const page = await pageOf(draft.writer);
      const firstKey = await arrive(page);
      await approach(page, firstKey);
      await clock.until(firstKey);
      const snippet = way.policy === 'cookbook' ? cookbook(world) : null;
      const texts = textsOf(draft);
      let at = firstKey;
      for (const [index, { gapMs }] of draft.edits.entries()) {
        at += gapMs;
        await clock.until(at);
        if (snippet) continue;
        page.client.intend(REF, 'keystroke');
        page.draft?.edit(REF, texts[index]!);
      }
      await clock.until(at + draft.pauseMs);
      const submitted = clock.monotonic();
      const question = texts.at(-1)!.trim();
      let ttftMs: number | null = null;
      const read = async (): Promise<void> => {
        const events = snippet ? snippet(question) : page.client.ask(REF, { question });
        for await (const event of events) if (event.type === 'text') ttftMs ??= clock.monotonic() - submitted;
      };
      await clock.during(read());
      page.draft?.edit(REF, '');
      return { writer: draft.writer, length: draft.length, typingMs: typingMs(draft), ttftMs, ...seen(page) };
    },
    async leave(writer, reach) {
      const page = await pageOf(writer);
      const firstKey = await arrive(page);
      await approach(page, firstKey, reach);
      await clock.until(firstKey);
      if (reach > LEADS.length && way.policy === 'cookbook') cookbook(world);
      else if (reach > LEADS.length) page.client.intend(REF, 'keystroke');
      await clock.until(firstKey + APART_MS / 2);
      page.client.cancel(REF);
      return { writer, length: null, typingMs: 0, ttftMs: null, ...seen(page) };
    },
  };
}

function openPage({ open }: World): Page {
  const client = open();
  const page: Page = { client, draft: client.speculations?.draft(), begun: 0, adopted: 0 };
  client.onEvent(({ type }) => {
    if (type === 'speculation-begun') page.begun++;
    if (type === 'speculation-adopted') page.adopted++;
  });
  return page;
}

/** The cookbook exactly: one token when typing starts, awaited before the question. */
function cookbook({ sdk }: World): (question: string) => AsyncGenerator<{ readonly type: 'text' }> {
  const last = CONTEXT.at(-1)!;
  const context = [...CONTEXT.slice(0, -1), { ...last, cache_control: { type: 'ephemeral' as const } }];
  const warming = sdk.messages.create({ model: MODEL, max_tokens: 1, messages: [{ role: 'user', content: context }] });
  const warmed = warming.then(() => null);
  return async function* ask(question) {
    await warmed;
    const content = [...context, { type: 'text' as const, text: question }];
    const stream = await sdk.messages.create({ model: MODEL, max_tokens: 1, messages: [{ role: 'user', content }], stream: true }); // prettier-ignore
    for await (const event of stream) if (event.type === 'content_block_delta') yield { type: 'text' };
  };
}
