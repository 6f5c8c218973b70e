import { Session } from 'node:inspector/promises';
import { type Instance, type InstanceOptions, openInstance } from './instance.js';
import { type Parts, partsOf } from './parts.js';
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

/** Every so often the profiler looks, in microseconds. */
const SAMPLE_US = 500;
let session: Session | null = null;

async function startProfile(): Promise<void> {
  session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_US });
  await session.post('Profiler.start');
}

async function stopProfile(): Promise<Parts> {
  const { profile } = await session!.post('Profiler.stop');
  session!.disconnect();
  return partsOf(profile);
}

async function reply(message: PeerRole | 'report' | 'cpu' | 'profile' | 'parts'): Promise<object> {
  if (message === 'cpu') return { cpuMs: cpuMs() };
  if (message === 'report') return { report: reportNow() };
  if (message === 'profile') return { profile: await startProfile() };
  if (message === 'parts') return { parts: await stopProfile() };
  return { url: await open(message) };
}

process.on('message', (message: Parameters<typeof reply>[0]) => {
  reply(message).then(
    (answer) => process.send!(answer),
    (error: unknown) => process.send!({ error: String(error) }),
  );
});
// The parent has exited.
process.on('disconnect', () => process.exit(0));
