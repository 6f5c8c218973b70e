import { beforeAll, describe, expect, test } from 'vitest';
import { type Built, buildPage } from '../src/build.js';
import type { ServeOptions } from '../src/serve.js';
import { accessibilityTree } from './accessibilityTree.js';
import { ask, box, hydrate, type Opened, pagesInBrowser } from './open.js';

const openPage = pagesInBrowser();
let built: Built;
beforeAll(async () => void (built = await buildPage(19)));

async function open(serve: ServeOptions = {}, context = {}): Promise<Opened> {
  const opened = await openPage(built, { serve, context });
  await hydrate(opened.page);
  return opened;
}

const toEvent = (chunk: object): string => `data: ${JSON.stringify(chunk)}\n\n`;
/** Answers with these words and then says no more, until `broken` breaks the connection off. */
const saying =
  (text: string, broken?: AbortSignal, before: readonly object[] = []): NonNullable<ServeOptions['intercept']> =>
  ({ path }, response) => {
    if (path !== '/forewarm/ask') return false;
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-vercel-ai-ui-message-stream': 'v1' });
    const chunks = [
      { type: 'start' },
      ...before,
      { type: 'text-start', id: '1' },
      { type: 'text-delta', id: '1', delta: text },
    ];
    response.write(chunks.map(toEvent).join(''));
    broken?.addEventListener('abort', () => response.destroy());
    return true;
  };
const hanging: ServeOptions['intercept'] = ({ path }) => path === '/forewarm/warm';

describe('the accessibility tree as Chromium has it', () => {
  const composer = (
    status: string,
    button: string,
    said: string,
    input = 'textbox "Your question" (focused)',
  ): string[] => [
    `  ${input}`,
    `  StaticText "${status}"`,
    `  button "${button}"`,
    '  status (live=polite)',
    ...(said === '' ? [] : [`    StaticText "${said}"`]),
  ];
  const asked = ['group "Ask a question"', '  paragraph', '    StaticText "Why?"'];
  const answer = (text: string, busy = ''): string[] => [
    `  region "Answer"${busy}`,
    '    paragraph',
    `      StaticText "${text}"`,
  ];
  const headers = ['Lane', 'typing', 'waiting', 'model', 'streaming', 'warm'];
  const times = [
    '  table "Time from the first touch of the input"',
    '    caption',
    '    rowgroup',
    '      row',
    ...headers.map((header) => `        columnheader "${header}"`),
    '    row',
    '      rowheader "Answer"',
    ...headers.slice(1).map(() => '      cell "# s"'),
  ];
  const BROKEN = 'The connection broke off before the end of the answer; asking again may work.';
  const RESET = '  button "New conversation"';

  test('idle', async () => {
    const { page } = await open();
    const lines = composer('Not warmed', 'Ask', '', 'textbox "Your question"');
    expect(await accessibilityTree(page)).toEqual(['group "Ask a question"', ...lines]);
  });

  test('warming', async () => {
    const { page } = await open({ intercept: hanging });
    await box(page).click();
    await page.getByText('Warming', { exact: true }).waitFor();
    expect(await accessibilityTree(page)).toEqual(['group "Ask a question"', ...composer('Warming', 'Ask', '')]);
  });

  test('streaming', async () => {
    const { page } = await open({ intercept: saying('When a page is full') });
    await ask(page, 'Why?');
    await page.getByText('When a page is full').waitFor();
    expect(await accessibilityTree(page)).toEqual([
      ...asked,
      ...answer('When a page is full', ' (busy=1)'),
      '  paragraph',
      '    StaticText "# s to first token: # s waiting + # s model · joined the warm"',
      RESET,
      ...composer('Warm', 'Stop', 'Question sent.'),
    ]);
  });

  test('thinking and using a tool', async () => {
    const { page } = await open({
      intercept: saying('', undefined, [
        { type: 'reasoning-start', id: '0' },
        { type: 'reasoning-delta', id: '0', delta: 'They ask why.' },
        { type: 'reasoning-end', id: '0' },
        { type: 'tool-input-available', toolCallId: 'a', toolName: 'search', input: {} },
        { type: 'tool-output-available', toolCallId: 'a', output: 'found' },
        { type: 'tool-input-available', toolCallId: 'b', toolName: 'read_file', input: {} },
      ]),
    });
    await ask(page, 'Why?');
    await page.getByText('Using read_file…').waitFor();
    const lines = await accessibilityTree(page);
    expect(lines.slice(0, 10)).toEqual([
      ...asked,
      '  group',
      '    DisclosureTriangle "Thoughts"',
      '  list "Tools used"',
      '    listitem',
      '      StaticText "Used search"',
      '    listitem',
      '      StaticText "Using read_file…"',
    ]);
    await page.getByText('Thoughts').click();
    await page.getByText('They ask why.').waitFor();
    expect((await accessibilityTree(page))[4]).toBe('    DisclosureTriangle "Thoughts" (focused, expanded)');
  });

  test('done', async () => {
    const { page } = await open();
    await ask(page, 'Why?');
    await page.getByText(/ · hit · /).waitFor();
    const text = await page.getByRole('region', { name: 'Answer' }).innerText();
    expect(await accessibilityTree(page)).toEqual([
      ...asked,
      ...answer(text),
      ...times,
      '  paragraph',
      '    StaticText "# s to first token: # s waiting + # s model · joined the warm · hit · #,# tokens read from cache"',
      '  button "Ask again"',
      RESET,
      ...composer('Not warmed', 'Ask', 'The answer is complete.'),
    ]);
  });

  test('failed', async () => {
    const connection = new AbortController();
    const { page } = await open({ intercept: saying('When a page is', connection.signal) });
    await ask(page, 'Why?');
    await page.getByText('When a page is').waitFor();
    connection.abort();
    await page.locator('[data-forewarm=problem]').waitFor();
    expect(await accessibilityTree(page)).toEqual([
      ...asked,
      ...answer('When a page is'),
      '  alert (live=assertive)',
      `    StaticText "${BROKEN}"`,
      ...times,
      '  paragraph',
      '    StaticText "# s to first token: # s waiting + # s model · joined the warm"',
      '  button "Ask again"',
      RESET,
      ...composer('Warm', 'Ask', ''),
    ]);
  });

  test('refused', async () => {
    const { page } = await open({ intercept: hanging });
    await ask(page, ' ');
    await page.getByRole('alert').waitFor();
    const input = 'textbox "Your question" (invalid=true, focused, described by "Type a question first.")';
    const lines = composer('Warming', 'Ask', '', input).toSpliced(1, 0, '    StaticText " "');
    const alert = ['  alert (live=assertive)', '    StaticText "Type a question first."'];
    expect(await accessibilityTree(page)).toEqual(['group "Ask a question"', ...alert, ...lines]);
  });
});

test('a screen reader is told the start and the end of an answer, and nothing between', async () => {
  const { page } = await open({ simulator: { timeScale: 0.05 } });
  await page.evaluate(() => {
    const said: string[] = [];
    const region = document.querySelector('[role=status]')!;
    new MutationObserver(() => said.push(region.textContent)).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    Object.assign(globalThis, { said });
  });
  await ask(page, 'What does a page of the manual say?');
  await page.getByText(/ · (hit|miss) · /).waitFor();
  expect(await page.evaluate('said')).toEqual(['Question sent.', 'The answer is complete.']);
});

test('a composition of an input method is not sent by the Enter that ends it', async () => {
  const { page } = await open();
  const session = await page.context().newCDPSession(page);
  await box(page).click();
  await page.evaluate(() => {
    const keys: boolean[] = [];
    document.addEventListener('keydown', (event) => keys.push(event.isComposing), true);
    Object.assign(globalThis, { keys });
  });
  await session.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
  const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 };
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter });
  await session.send('Input.insertText', { text: '日本' });
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter });
  expect(await page.evaluate('keys')).toEqual([true]);
  expect(await box(page).inputValue()).toBe('日本');
  expect(await page.locator('[data-forewarm=question]').count()).toBe(0);
  await box(page).press('Enter');
  await page.locator('[data-forewarm=question]').getByText('日本').waitFor();
});

test('every target is 24 px high and wide at least, the box’s own buttons 44 px high', async () => {
  const { page } = await open({}, { viewport: { width: 360, height: 740 }, hasTouch: true });
  await ask(page, 'Why?');
  await page.getByText(/ · (hit|miss) · /).waitFor();
  const targets = await page.locator('main [data-forewarm]').locator('button, summary, textarea').all();
  const sizes: { part: string; width: number; height: number }[] = [];
  for (const target of targets) {
    const bounds = await target.boundingBox();
    if (bounds) sizes.push({ part: (await target.getAttribute('data-forewarm')) ?? 'summary', ...bounds });
  }
  expect(sizes.map(({ part }) => part)).toEqual(expect.arrayContaining(['retry', 'reset', 'input', 'submit']));
  for (const { width, height } of sizes) expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
  expect(sizes.filter(({ part, height }) => part !== 'summary' && height < 44)).toEqual([]);
});

test('the input grows with its text up to a limit, and shrinks when the question is sent', async () => {
  const { page } = await open();
  const height = async (): Promise<number> => (await box(page).boundingBox())!.height;
  const before = await height();
  await box(page).fill('line\n'.repeat(6));
  const grown = await height();
  expect(grown).toBeGreaterThan(before * 1.5);
  await box(page).fill('line\n'.repeat(500));
  const most = await height();
  expect(most).toBeLessThanOrEqual((page.viewportSize()!.height * 40) / 100 + 1);
  expect(await box(page).evaluate((element) => element.scrollHeight > element.clientHeight)).toBe(true);
  await box(page).press('Enter');
  await page.locator('[data-forewarm=question]').waitFor();
  expect(await height()).toBe(before);
});

test('from the first touch to the end of an answer the composer keeps its size, and what stands above it its place', async () => {
  const { page } = await open({ simulator: { timeScale: 0.02 } }, { viewport: { width: 1280, height: 900 } });
  const composer = page.locator('[data-forewarm=composer]');
  const height = async (): Promise<number> => (await composer.boundingBox())!.height;
  const before = await height();
  const heights = new Set<number>();
  await page.exposeFunction('seen', (value: number) => void heights.add(value));
  await page.evaluate(() => {
    const element = document.querySelector('[data-forewarm=composer]')!;
    const told = globalThis as unknown as { seen: (height: number) => void };
    new ResizeObserver(() => told.seen(element.getBoundingClientRect().height)).observe(element);
  });
  await ask(page, 'What does a page of the manual say?');
  await page.getByRole('region', { name: 'Answer' }).getByText(/./).first().waitFor();
  // All of an answer's rows are there while it comes in: only its text makes it longer.
  const rows = (): Promise<number[]> =>
    page.evaluate(() =>
      ['strip', 'foot'].map(
        (part) => document.querySelector(`[data-forewarm=${part}]`)!.getBoundingClientRect().height,
      ),
    );
  const during = await rows();
  await page.getByText(/ · (hit|miss) · /).waitFor();
  expect(await rows()).toEqual(during);
  expect([...heights]).toEqual([before]);
});

test('nothing moves by itself but the caret of a streaming answer, and with less motion not even that', async () => {
  for (const [reducedMotion, expected] of [
    ['reduce', []],
    ['no-preference', ['forewarm-caret']],
  ] as const) {
    const { page } = await open({ intercept: saying('When a page is full') }, { reducedMotion });
    await ask(page, 'Why?');
    await page.getByText('When a page is full').waitFor();
    const moving = await page.evaluate(() =>
      document.getAnimations().map((animation) => (animation as CSSAnimation).animationName),
    );
    expect(moving).toEqual(expected);
  }
});

test('forced colours: every edge and state can still be seen', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const { page } = await open({}, { forcedColors: 'active', colorScheme });
    const style = (part: string, name: string): Promise<string> =>
      page
        .locator(`[data-forewarm=${part}]`)
        .first()
        .evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), name);
    const canvas = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await style('submit', 'color')).not.toBe(await style('submit', 'background-color'));
    for (const part of ['composer', 'submit', 'dot']) {
      expect(await style(part, 'border-top-width')).not.toBe('0px');
      expect(await style(part, 'border-top-color')).not.toBe(canvas);
    }
    await box(page).click();
    await page.getByText('Warm', { exact: true }).waitFor();
    expect(await style('dot', 'background-color')).not.toBe(canvas);
    expect(await style('composer', 'outline-style')).toBe('solid');
    await page.keyboard.press('Tab');
    expect(await style('submit', 'outline-style')).toBe('solid');
    expect(await style('submit', 'outline-width')).toBe('2px');
  }
});

test('right to left: the parts stand mirrored, and each text goes its own way', async () => {
  const { page } = await open();
  await page.evaluate(() => void (document.documentElement.dir = 'rtl'));
  const submit = (await page.locator('[data-forewarm=submit]').boundingBox())!;
  const status = (await page.locator('[data-forewarm=status]').boundingBox())!;
  expect(submit.x).toBeLessThan(status.x);
  const direction = (): Promise<string> => box(page).evaluate((element) => getComputedStyle(element).direction);
  expect(await direction()).toBe('rtl');
  await box(page).fill('איך העץ נשאר מאוזן?');
  expect(await direction()).toBe('rtl');
  await box(page).fill('How?');
  expect(await direction()).toBe('ltr');
  await box(page).press('Enter');
  await page.locator('[data-forewarm=question]').waitFor();
  expect(await direction()).toBe('rtl');
  // English words in a page that is written the other way: the figure stays before its unit, and
  // the line on the page's side.
  await page.getByText(/ · (hit|miss) · /).waitFor();
  const line = await page.locator('[data-forewarm=timing]').evaluate((element) => {
    const at = (from: number): DOMRect => {
      const range = document.createRange();
      range.setStart(element.firstChild!, from);
      range.setEnd(element.firstChild!, from + 1);
      return range.getBoundingClientRect();
    };
    const seconds = element.textContent.indexOf(' s');
    const { right } = element.getBoundingClientRect();
    return { figure: at(0).x, unit: at(seconds + 1).x, gap: right - at(element.textContent.length - 1).right };
  });
  expect(line.figure).toBeLessThan(line.unit);
  expect(line.gap).toBeLessThan(4);
});

test('100,000 characters pasted stay what they are, draw nothing but the box, and are refused in words', async () => {
  const { page } = await open({}, { permissions: ['clipboard-read', 'clipboard-write'] });
  await box(page).click();
  await page.getByText('Warm', { exact: true }).waitFor();
  const commits = (): Promise<number> => page.evaluate<number>('commits');
  // The first key in a warm box counts as a skip, which the figures beside it draw.
  await page.keyboard.press('x');
  await page.keyboard.press('Backspace');
  await page.evaluate(() => new Promise(requestAnimationFrame));
  const before = await commits();
  await page.evaluate(() => navigator.clipboard.writeText('A question of many. '.repeat(5_000)));
  await page.keyboard.press('Control+V');
  await expect.poll(() => box(page).evaluate((element: HTMLTextAreaElement) => element.value.length)).toBe(100_000);
  await page.keyboard.type('and twenty letters…!');
  expect(await box(page).evaluate((element: HTMLTextAreaElement) => element.value.length)).toBe(100_020);
  expect((await commits()) - before).toBe(0);
  await page.keyboard.press('Enter');
  const alert = page.getByRole('alert');
  expect(await alert.innerText()).toBe('The question has 100,020 characters; shorten it to 20,000.');
  expect(await box(page).evaluate((element: HTMLTextAreaElement) => element.value.length)).toBe(100_020);
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Short?');
  expect(await alert.count()).toBe(0);
  await page.keyboard.press('Enter');
  await page.locator('[data-forewarm=question]').getByText('Short?').waitFor();
});
