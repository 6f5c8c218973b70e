import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

interface Printed {
  readonly tokens: number;
  readonly machine: { readonly chromium: string; readonly cores: number; readonly memoryGiB: number };
  readonly kits: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly toBase: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const run = (...options: readonly string[]): Promise<{ stdout: string; stderr: string }> =>
  promisify(execFile)('npm', ['run', 'bench:render', '--silent', '--', ...options], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
  });

/** A busy machine takes its time to build and draw three pages. */
const PATIENCE_MS = 180_000;

// Counts only: how long things take is the bench's to say, not a test's.
test(
  'a short run: one commit a frame at most, none while typing or for a paste, beside the other kits on the same stream',
  { timeout: PATIENCE_MS },
  async () => {
    const { stdout } = await run('--json', '--runs', '1', '--tokens', '400');
    const { tokens, machine, kits, toBase } = JSON.parse(stdout) as Printed;
    expect(tokens).toBe(400);
    expect(machine.chromium).toMatch(/^\d+\./);
    const { commits, frames, mostPerFrame, typingCommits, pasteCommits, longCpuTasks } = kits['forewarm']!;
    expect({ mostPerFrame, typingCommits, pasteCommits, longCpuTasks }).toEqual({
      mostPerFrame: 1,
      typingCommits: 0,
      pasteCommits: 0,
      longCpuTasks: 0,
    });
    expect(commits).toBeGreaterThan(3);
    expect(commits).toBeLessThanOrEqual(frames!);
    // The probe sees the others' commits, so it would have seen ours.
    for (const kit of ['aiSdk', 'tanstackAi']) {
      expect(kits[kit]!['typingCommits']).toBeGreaterThanOrEqual(200);
      expect(kits[kit]!['commits']).toBeGreaterThan(commits!);
      for (const ratio of ['scriptMs', 'taskMs', 'peakHeapBytes']) expect(toBase[kit]![ratio]).toBeGreaterThan(0);
    }
    expect(kits['floor']!['commits']).toBe(0);
  },
);

test(
  'Markdown in short: at most one commit every other frame, and no task over 50 ms of processor time',
  { timeout: PATIENCE_MS },
  async () => {
    const { stdout } = await run('--markdown', '--json', '--runs', '1', '--tokens', '1000');
    const { kits } = JSON.parse(stdout) as Printed;
    expect(Object.keys(kits)).toEqual(['forewarmMarkdown', 'streamdown', 'reactMarkdown']);
    const { commits, frames, mostPerFrame, longCpuTasks } = kits['forewarmMarkdown']!;
    expect({ mostPerFrame, longCpuTasks }).toEqual({ mostPerFrame: 1, longCpuTasks: 0 });
    // Those of the question and the end come besides.
    expect(commits).toBeLessThanOrEqual(frames! / 2 + 10);
    expect(kits['streamdown']!['commits']).toBeGreaterThan(commits!);
  },
);

test(
  'a chat after 200 turns: a commit a paragraph, none while typing, and no task over 50 ms of processor time',
  { timeout: PATIENCE_MS },
  async () => {
    const { stdout } = await run('--turns', '--json', '--runs', '1', '--tokens', '400');
    const { kits } = JSON.parse(stdout) as Printed;
    const { commits, typingCommits, longTypingTasks, longCpuTasks } = kits['turns200']!;
    expect({ typingCommits, longTypingTasks, longCpuTasks }).toEqual({
      typingCommits: 0,
      longTypingTasks: 0,
      longCpuTasks: 0,
    });
    expect(commits).toBe(kits['turns2']!['commits']);
  },
);
