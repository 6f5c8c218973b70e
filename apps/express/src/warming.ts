import type { Handler } from '@forewarm/server';
import type { Logger } from 'pino';
import type { Config } from './config.js';

/**
 * Warms the contexts an operator names, at once and by the clock where told, and says what came of
 * it. The function returned ends it.
 */
export function keepWarm({ warmAll: { ids, everyMinutes } }: Config, handler: Handler, log: Logger): () => void {
  if (ids.length === 0) return () => {};
  const refs = ids.map((id) => ({ id }));
  const run = async (): Promise<void> => {
    const { wrote, found, skipped, failed } = await handler.warmAll({ refs });
    log[failed > 0 ? 'warn' : 'info']({ event: 'warm-all', wrote, found, skipped, failed });
  };
  void run();
  if (everyMinutes === 0) return () => {};
  const timer = setInterval(() => void run(), everyMinutes * 60_000);
  timer.unref();
  return () => clearInterval(timer);
}
