import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordTyping, type TypingTrace } from '@forewarm/core/speculation';
import { UsageError } from '../commandLine.js';
import { type Draft, readTrace, typingMs } from './trace.js';
import { repositoryPath, TUNING } from './tuning.js';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'forewarm-trace-'))));
afterAll(() => rm(folder, { recursive: true }));

const DRAFT = { w: 3, n: 2, pause: 812, e: [[0, 1, 0, 0] as unknown, [143, 2, 1, 1]] };

async function read(content: string | Buffer): Promise<Draft[]> {
  const path = join(folder, 'trace.jsonl');
  await writeFile(path, content);
  return draftsOf(path);
}

async function draftsOf(path: string): Promise<Draft[]> {
  const drafts: Draft[] = [];
  for await (const draft of readTrace(path)) drafts.push(draft);
  return drafts;
}

const lineTwo = (change: object): string => `${JSON.stringify(DRAFT)}\n${JSON.stringify({ ...DRAFT, ...change })}\n`;

describe('a trace', () => {
  it('is read plain or gzip, line by line', async () => {
    const lines = `${JSON.stringify(DRAFT)}\n\n${JSON.stringify({ ...DRAFT, w: 4 })}`;
    const drafts = await read(lines);
    expect(drafts).toEqual(await read(gzipSync(lines)));
    expect(drafts.map(({ writer }) => writer)).toEqual([3, 4]);
    expect(drafts[0]).toEqual({
      writer: 3,
      length: 2,
      pauseMs: 812,
      edits: [
        { gapMs: 0, length: 1, state: 0, ends: false },
        { gapMs: 143, length: 2, state: 1, ends: true },
      ],
    });
    expect(typingMs(drafts[0]!)).toBe(955);
  });

  it('comes with the repository: 1,330 drafts of 29 writers', async () => {
    const drafts = await draftsOf(repositoryPath(TUNING));
    expect(drafts).toHaveLength(1_330);
    expect(new Set(drafts.map(({ writer }) => writer)).size).toBe(29);
    expect(drafts.reduce((sum, { edits }) => sum + edits.length, 0)).toBe(230_730);
  });

  it.each([
    ['no JSON', '{"w":1,', 'line 1: it is not JSON'],
    ['no object', '[1]', 'line 1: it is [1]; it must be an object.'],
    [
      'an unknown field',
      lineTwo({ text: 'secret' }),
      'line 2: it has a field "text"; the fields are w, n, pause and e.',
    ],
    ['a negative pause', lineTwo({ pause: -1 }), 'line 2: pause is -1; it must be milliseconds, 0 to 31536000000.'],
    ['no pause', lineTwo({ pause: undefined }), 'line 2: pause is missing'],
    ['time that runs back', lineTwo({ e: [[0, 1, 0, 0], [-5, 2, 1, 0]] }), 'line 2: e[1][0] is -5; it must be milliseconds, 0 to 31536000000.'], // prettier-ignore
    ['a late first edit', lineTwo({ e: [[9, 2, 0, 0]] }), 'line 2: e[0][0] is 9; the first edit stands at 0.'],
    ['a state out of range', lineTwo({ e: [[0, 1, 0, 0], [5, 2, 7, 0]] }), 'line 2: e[1][2] is 7; a new state has the next number, here 1.'], // prettier-ignore
    ['a state that is none', lineTwo({ e: [[0, 1, 0.5, 0]] }), 'line 2: e[0][2] is 0.5; it must be a whole number, 0 or more.'], // prettier-ignore
    ['an end that is neither 0 nor 1', lineTwo({ e: [[0, 2, 0, 2]] }), 'line 2: e[0][3] is 2; it must be 0 or 1.'],
    ['an edit too short', lineTwo({ e: [[0, 2, 0]] }), 'line 2: e[0] is [0,2,0]; it must be [milliseconds, characters, state, ends].'], // prettier-ignore
    ['no edits', lineTwo({ e: [] }), 'line 2: e is []; it must be a list of edits.'],
    ['another length', lineTwo({ n: 5 }), 'line 2: n is 5 where the last edit leaves 2 characters.'],
    ['no writer', lineTwo({ w: 'Anna' }), 'line 2: w is "Anna"; it must be a whole number, 0 or more.'],
    ['an endless line', 'x'.repeat(5 * 2 ** 20), 'after line 0: A line is longer than 4194304 characters.'],
    ['nothing', '', 'is empty; it must have one draft a line.'],
    ['nothing but blank lines', '\n\n', 'is empty; it must have one draft a line.'],
    ['more characters than a question may have', lineTwo({ n: 20_001, e: [[0, 20_001, 0, 0]] }), 'line 2: e[0][1] is 20001; it must be a whole number from -20000 to 20000.'], // prettier-ignore
    ['a pause longer than a page lives', lineTwo({ pause: 1e308 }), 'line 2: pause is 1e+308; it must be milliseconds, 0 to 31536000000.'], // prettier-ignore
    ['more drafts than a run replays', `${JSON.stringify(DRAFT)}\n`.repeat(100_001), 'line 100001: a run replays at most 100000 drafts; give it a part of the file.'], // prettier-ignore
  ])('with %s says where and what', async (_, content, message) => {
    const error = await read(content).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as Error).message).toContain(message);
  });

  it('is what the recorder gives, without a word of the text', async () => {
    let now = 5;
    const lines: TypingTrace[] = [];
    const box = recordTyping((trace) => lines.push(trace), { monotonic: () => now }, 7);
    for (const text of ['W', 'Wh', 'Wh ', 'Wh', 'Why?']) {
      box.edit(text);
      now += 100;
    }
    box.sent();
    box.sent();
    box.edit('N');
    box.sent();
    expect(JSON.stringify(lines)).not.toMatch(/Wh|N/);
    const [first, second, ...others] = await read(lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(others).toEqual([]);
    expect(first).toMatchObject({ writer: 7, length: 4, pauseMs: 100 });
    expect(first!.edits.map(({ gapMs, length, state, ends }) => [gapMs, length, state, ends])).toEqual([
      [0, 1, 0, false],
      [100, 2, 1, false],
      [100, 3, 1, false],
      [100, 2, 1, false],
      [100, 4, 2, true],
    ]);
    expect(second).toMatchObject({ length: 1, edits: [{ gapMs: 0, state: 0 }] });
  });

  it('is recorded by the page’s clock if no other is given', () => {
    const lines: TypingTrace[] = [];
    const from = performance.now();
    const box = recordTyping((trace) => lines.push(trace));
    box.edit('W');
    box.sent();
    expect(lines).toMatchObject([{ w: 0, n: 1, e: [[0, 1, 0, 0]] }]);
    expect(lines[0]!.pause).toBeLessThanOrEqual(Math.ceil(performance.now() - from));
  });

  it('that is not there says so', async () => {
    await expect(draftsOf(join(folder, 'none.jsonl'))).rejects.toThrow(/none.jsonl, after line 0: ENOENT/);
  });

  it('that is cut off within its gzip says so', async () => {
    const whole = gzipSync(lineTwo({}).repeat(1_000));
    await expect(read(whole.subarray(0, whole.length - 20))).rejects.toThrow(UsageError);
  });
});
