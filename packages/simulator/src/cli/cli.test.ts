import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { PATIENTLY } from '../../test/start.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { help, parseCommand } from './options.js';

describe('the command line', () => {
  it('has a default for everything', () => {
    expect(parseCommand([])).toMatchObject({
      port: 4010,
      host: '127.0.0.1',
      log: true,
      simulator: { latency: { baseMs: expect.any(Number) } },
    });
  });

  it('sets every option', () => {
    const args =
      '--port 0 --host ::1 --quiet --engine llama.cpp --latency none --time-scale 0.5 --ttl-scale 2 --base-ms 1 --prefill-ms-per-token 2 --decode-ms-per-token 3 ' +
      '--jitter 0.1 --concurrency 4 --seed 9 --strict-models --context-window 1000 --key sk=a=one --key b=two --requests-per-minute 1 ' +
      '--input-tokens-per-minute 2 --output-tokens-per-minute 3 --fault evict --report-cache none --max-entries 7';
    expect(parseCommand([...args.split(' '), '--fault', 'cut; after=3'])).toEqual({
      port: 0,
      host: '::1',
      log: false,
      simulator: {
        engine: 'llama.cpp',
        latency: {
          baseMs: 1,
          prefillMsPerToken: 2,
          cachedMsPerToken: 0,
          decodeMsPerToken: 3,
          jitter: 0.1,
          concurrency: 4,
        },
        timeScale: 0.5,
        ttlScale: 2,
        seed: 9,
        strictModels: true,
        contextWindow: 1000,
        keys: { 'sk=a': 'one', b: 'two' },
        limits: { requestsPerMinute: 1, inputTokensPerMinute: 2, outputTokensPerMinute: 3 },
        faults: ['evict', 'cut; after=3'],
        reportCache: 'none',
        maxEntries: 7,
      },
    });
    for (const flag of args.match(/--[a-z-]+/g) ?? []) expect(help).toContain(flag);
  });

  it.each([
    [['--port', 'x'], '--port is "x"; it must be a number.'],
    [['--port', '70000'], '--port is 70000; it must be a whole number from 0 to 65535'],
    [['--latency', 'x'], 'one of cookbook, llama.cpp, node-llama-cpp, none'],
    [['--time-scale=-1'], 'timeScale is -1; it must be a number, 0 or more'],
    [['--concurrency', '0'], 'latency.concurrency is 0'],
    [['--key', 'x'], 'it must be of the form <key>=<workspace>'],
    [['--engine', 'x'], 'engine is "x"; it must be one of claude, llama.cpp'],
    [['--report-cache', 'x'], 'reportCache is "x"; it must be one of all, read-only, none'],
    [['--fault', 'x'], 'faults is "x"'],
    [['--nope'], '--nope'],
    [['nope'], 'nope'],
  ])('refuses %j', (args, message) => {
    expect(() => parseCommand(args)).toThrow(message);
  });
});

type Running = ChildProcessByStdio<null, Readable, Readable>;

function run(...args: string[]): { child: Running; output: () => string; ended: Promise<number | null> } {
  const cli = fileURLToPath(new URL('cli.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=forewarm-source', cli, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return { child, output: () => output, ended: new Promise((resolve) => child.once('close', resolve)) };
}

describe('the command', () => {
  it('serves, tells of each request, and ends well when it is told to', async () => {
    const { child, output, ended } = run('--port', '0', '--latency', 'none');
    await expect.poll(output, PATIENTLY).toContain('Listening on http://127.0.0.1:');
    const url = /http:\/\/[\d.:]+/.exec(output())?.[0] ?? '';
    const response = await fetch(`${url}/v1/messages`, {
      method: 'POST',
      headers: { 'anthropic-version': '2026-10-21' },
      body: JSON.stringify({
        model: 'claude-sonnet-4-6',
        max_tokens: 5,
        messages: [{ role: 'user', content: 'Hello' }],
      }),
    });
    expect(response.status).toBe(200);
    await expect.poll(output, PATIENTLY).toContain('POST /v1/messages 200 none: 0 read, 0 written, 7 neither');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it.each([
    [['--help'], 0, '--latency <preset>'],
    [['--version'], 0, '0.1.0'],
    [['--port', 'x'], 2, '--port is "x"; it must be a number.\nTry --help.'],
    [['--host', '203.0.113.1', '--port', '0'], 1, 'Cannot listen on 203.0.113.1:0'],
  ])(
    '%j ends with %i',
    async (args, code, message) => {
      const { output, ended } = run(...args);
      expect(await ended).toBe(code);
      expect(output()).toContain(message);
    },
    30_000,
  );
});
