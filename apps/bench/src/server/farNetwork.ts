import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A network with a cable that can be pulled. */
export interface FarNetwork {
  readonly namespace: string;
  readonly host: string;
  /** Drops all packets, without FIN, RST or ICMP. */
  pull(): Promise<void>;
  plug(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a network namespace (Linux, root, iproute2's `ip`); null if impossible. Addresses:
 * 198.18.0.0/15, reserved for benchmarks (RFC 2544).
 */
export async function openFarNetwork(): Promise<FarNetwork | null> {
  const id = process.pid % 16_384;
  const [namespace, near, far] = [`forewarm-${process.pid}`, `fwn${id}`, `fwf${id}`];
  const base = id * 4;
  const address = (n: number): string => `198.18.${(base + n) >> 8}.${(base + n) & 255}`;
  const there = ['-n', namespace];
  const close = async (): Promise<void> => {
    // Deleting the namespace deletes both ends of the cable.
    await run('ip', ['netns', 'del', namespace]).catch(() => null);
    await run('ip', ['link', 'del', near]).catch(() => null);
  };
  const link = async (state: 'up' | 'down'): Promise<void> => {
    await run('ip', [...there, 'link', 'set', far, state]);
  };
  try {
    await run('ip', ['netns', 'add', namespace]);
    await run('ip', ['link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', namespace]);
    await run('ip', ['addr', 'add', `${address(1)}/30`, 'dev', near]);
    await run('ip', [...there, 'addr', 'add', `${address(2)}/30`, 'dev', far]);
    await run('ip', ['link', 'set', near, 'up']);
    await link('up');
    // A permanent neighbour entry: otherwise this side would report the loss.
    const { stdout } = await run('ip', [...there, '-json', 'link', 'show', far]);
    const [{ address: mac }] = JSON.parse(stdout) as [{ address: string }];
    await run('ip', ['neigh', 'replace', address(2), 'lladdr', mac, 'dev', near, 'nud', 'permanent']);
    return { namespace, host: address(2), pull: () => link('down'), plug: () => link('up'), close };
  } catch {
    await close();
    return null;
  }
}
