import { parseArgs } from 'node:util';
import { type Cluster, openCluster } from './cluster.js';
import { proxies } from './proxies.js';

const HELP = `npm run cluster -- [options]

Several instances of the reference app with a Redis between them and a proxy before them, on this machine's loopback.
Environment variables go to each instance.

  --instances N   [2]
  --proxy NAME    ${Object.keys(proxies).join(' or ')} [nginx]
  --port N        where the proxy listens [8080]
`;

async function main(): Promise<Cluster | null> {
  const { values } = parseArgs({
    options: {
      instances: { type: 'string', default: '2' },
      proxy: { type: 'string', default: 'nginx' },
      port: { type: 'string', default: '8080' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return null;
  }
  if (!Object.hasOwn(proxies, values.proxy)) {
    throw new Error(`--proxy is ${JSON.stringify(values.proxy)}; it must be ${Object.keys(proxies).join(' or ')}.`);
  }
  return openCluster({
    proxy: values.proxy as keyof typeof proxies,
    instances: whole('--instances', values.instances, 1),
    port: whole('--port', values.port, 0),
    env: process.env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function whole(name: string, value: string, min: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= min) return number;
  throw new Error(`${name} is ${JSON.stringify(value)}; it must be a whole number, ${min} or more.`);
}

main().then(
  (cluster) => {
    if (!cluster) return;
    console.log(`Forewarm: ${cluster.url}  ·  instances on ${cluster.instances.map(({ port }) => port).join(', ')}`);
    const stop = (): void => void cluster.close().then(() => process.exit(0));
    process.once('SIGINT', stop).once('SIGTERM', stop);
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
