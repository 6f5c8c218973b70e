import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Parts } from './parts.js';
import type { PeerReport, PeerRole } from './peer.js';

export interface Peer {
  readonly url: string;
  readonly report: () => Promise<PeerReport>;
  /** CPU time used so far, in milliseconds, without a garbage collection. */
  readonly cpuMs: () => Promise<number>;
  /** Starts V8's CPU profiler. */
  readonly startProfile: () => Promise<void>;
  /** Stops it; gives the sampled time of each part of the program, in milliseconds. */
  readonly stopProfile: () => Promise<Parts>;
  /** Halts it: connections stay open and silent. */
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly kill: (signal: NodeJS.Signals) => Promise<void>;
}

const PEER = fileURLToPath(new URL('./peer.js', import.meta.url));

/** Starts a process, in a network namespace if named. */
export async function openPeer(role: PeerRole, namespace?: string): Promise<Peer> {
  const command = [...(namespace ? ['ip', 'netns', 'exec', namespace] : []), process.execPath, '--expose-gc', PEER];
  const child = spawn(command[0]!, command.slice(1), { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  child.send(role);
  const { url } = await nextMessage<{ url: string }>(child);
  return {
    url,
    async report() {
      child.send('report');
      return (await nextMessage<{ report: PeerReport }>(child)).report;
    },
    async cpuMs() {
      child.send('cpu');
      return (await nextMessage<{ cpuMs: number }>(child)).cpuMs;
    },
    async startProfile() {
      child.send('profile');
      await nextMessage(child);
    },
    async stopProfile() {
      child.send('parts');
      return (await nextMessage<{ parts: Parts }>(child)).parts;
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    async kill(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill(signal);
      await ended;
    },
  };
}

function nextMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`A process of the bench ended with ${code}.`));
    child.once('exit', onExit);
    child.once('message', (message: T & { error?: string }) => {
      child.off('exit', onExit);
      if (message.error === undefined) resolve(message);
      else reject(new Error(message.error));
    });
  });
}
