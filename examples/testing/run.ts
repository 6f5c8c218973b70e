import { exec, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';

const isWindows = process.platform === 'win32';

/** Not the whole environment: Vitest's `NODE_ENV` would change what a build makes. */
const INHERITED = [
  'PATH',
  'HOME',
  'SystemRoot',
  'ComSpec',
  'PATHEXT',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'TEMP',
];

/** No telemetry, no colours, and an invalid key. */
const env = (upstream: string): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(INHERITED.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
  NEXT_TELEMETRY_DISABLED: '1',
  NO_COLOR: '1',
  ANTHROPIC_API_KEY: 'any',
  ANTHROPIC_BASE_URL: upstream,
  PORT: '0',
});

/** Rejects with its output if it fails. */
export async function run(cwd: string, command: string): Promise<void> {
  await promisify(exec)(command, { cwd, env: env('http://127.0.0.1:9'), maxBuffer: 10_000_000 }).catch(
    (error: { stdout: string; stderr: string }) => {
      throw new Error(`${command} failed:\n${error.stdout}${error.stderr}`);
    },
  );
}

export interface Started {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts an app on a free port; reads its address from the output. */
export async function start(
  cwd: string,
  upstream: string,
  command: string,
  more: NodeJS.ProcessEnv = {},
): Promise<Started> {
  // npm and Next.js start more processes.
  const child = spawn(command, { cwd, env: { ...env(upstream), ...more }, detached: !isWindows, shell: true });
  // Child processes must close the output too.
  const ended = once(child, 'close');
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const address = /http:\/\/localhost:\d+/.exec(output);
      if (address) resolve(address[0]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code}:\n${output}`)));
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && isWindows) spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F']);
    else if (child.exitCode === null) process.kill(-child.pid!, 'SIGTERM');
    await ended;
  };
  return { url, stop };
}
