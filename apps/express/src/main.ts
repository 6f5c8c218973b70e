import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.js';
import { readConfig } from './config.js';
import { openUpstream } from './upstream.js';

/** How long answers under way may take to end once the server is told to stop, in milliseconds. */
const DRAIN_MS = 10_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const upstream = await openUpstream(config.upstream);
  const server = createServer(createApp(config, upstream).express);
  server.on('error', (error: NodeJS.ErrnoException) => {
    const taken = error.code === 'EADDRINUSE';
    console.error(taken ? `PORT is ${config.port}, which is in use; set PORT to another.` : error.message);
    process.exit(1);
  });
  server.listen(config.port, () => {
    const { port } = server.address() as AddressInfo;
    console.log(`Forewarm: http://localhost:${port}  ·  ${config.model}  ·  ${upstream.label}`);
    if (upstream.kind === 'simulator') {
      console.log(
        'No key is set, so a simulator answers, with the latency of the real thing. ANTHROPIC_API_KEY switches to the API.',
      );
    }
  });

  const stop = (): void => {
    server.close(() => void upstream.close().then(() => process.exit(0)));
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
