import type { AddressInfo } from 'node:net';
import { createApp } from './app.js';
import { readConfig } from './config.js';
import { openLog } from './seen/log.js';
import { httpServer } from './serve.js';
import { openShared } from './shared.js';
import { stop } from './stop.js';
import { openUpstream } from './upstream.js';
import { keepWarm } from './warming.js';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = openLog(config);
  const upstream = await openUpstream(config.upstream);
  const shared = openShared(config, ({ message }) => log.warn({ event: 'redis-failed', message }));
  const { express, handler, health, close: closeApp } = createApp(config, upstream, shared, log);
  const server = httpServer(express);
  server.on('error', (error: NodeJS.ErrnoException) => {
    const taken = error.code === 'EADDRINUSE';
    console.error(taken ? `PORT is ${config.port}, which is in use; set PORT to another.` : error.message);
    process.exit(1);
  });
  let endWarming = (): void => {};
  server.listen(config.port, config.host, () => {
    const { port } = server.address() as AddressInfo;
    console.log(`Forewarm: http://localhost:${port}  ·  ${config.model}  ·  ${upstream.label}`);
    if (upstream.kind === 'simulator') {
      console.log(
        'No key is set, so a simulator answers, with the latency of the real thing. ANTHROPIC_API_KEY switches to the API.',
      );
    }
    endWarming = keepWarm(config, handler, log);
  });

  const close = async (): Promise<void> => {
    endWarming();
    shared.close();
    await Promise.all([upstream.close(), closeApp()]);
  };
  const onSignal = (): void => {
    // A second one means at once.
    process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));
    log.info({ event: 'stopping', answers: handler.streaming() });
    stop({ server, handler, health, drainMs: config.drainMs, close }).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
