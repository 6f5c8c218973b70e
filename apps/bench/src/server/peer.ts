import { type Instance, type InstanceOptions, openInstance } from './instance.js';
import { openWire, type Wire } from './wire.js';

export type PeerRole =
  { readonly role: 'wire'; readonly host?: string | undefined } | ({ readonly role: 'instance' } & InstanceOptions);

export interface PeerReport {
  readonly rss: number;
  readonly heapUsed: number;
  /** CPU time so far, in ms. */
  readonly cpuMs: number;
  /** Of an instance: answers streaming now. */
  readonly streaming: number;
  /** Of the upstream: warms by system prompt. */
  readonly writes: Record<string, number>;
  /** Of the upstream: asks. */
  readonly answers: number;
}

let wire: Wire | null = null;
let instance: Instance | null = null;

async function open(role: PeerRole): Promise<string> {
  if (role.role === 'instance') {
    instance = await openInstance(role);
    return instance.url;
  }
  wire = await openWire(role.host);
  return wire.url;
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function reportNow(): PeerReport {
  (globalThis as { gc?: () => void }).gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return {
    rss,
    heapUsed,
    cpuMs: cpuMs(),
    streaming: instance?.streaming() ?? 0,
    writes: wire?.writes() ?? {},
    answers: wire?.answers() ?? 0,
  };
}

process.on('message', (message: PeerRole | 'report' | 'cpu') => {
  if (message === 'cpu') return void process.send!({ cpuMs: cpuMs() });
  if (message === 'report') return void process.send!({ report: reportNow() });
  open(message).then(
    (url) => process.send!({ url }),
    (error: unknown) => process.send!({ error: String(error) }),
  );
});
// The parent has exited.
process.on('disconnect', () => process.exit(0));
