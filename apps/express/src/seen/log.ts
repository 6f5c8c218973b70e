import type { Adapter, AskEvent, CallOptions, ForewarmEvent, Prefix, Turn } from '@forewarm/core';
import { type DestinationStream, type Logger, pino } from 'pino';
import { pinoHttp, type HttpLogger } from 'pino-http';
import type { Config } from '../config.js';

/** Paths that are asked for every few seconds and say nothing. */
const QUIET = new Set(['/healthz', '/readyz', '/metrics']);

/** JSON lines on standard output, or where told. */
export function openLog({ log }: Config, destination?: DestinationStream): Logger {
  return pino({ level: log.level, base: null }, destination);
}

/** A line for each request: no headers, which hold cookies and tokens, and no query. */
export function requestLog(logger: Logger): HttpLogger {
  return pinoHttp({
    logger,
    autoLogging: { ignore: ({ url }) => QUIET.has(url ?? '') },
    quietReqLogger: true,
    serializers: {
      req: ({
        id,
        method,
        url,
        remoteAddress,
        raw,
      }: {
        id: number;
        method: string;
        url: string;
        remoteAddress: string;
        raw: { readonly ip?: string };
      }) => ({
        id,
        method,
        path: url.split('?')[0],
        // The client's, as far as the proxies before it are trusted.
        address: raw.ip ?? remoteAddress,
      }),
      res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
    },
  });
}

/**
 * A line for each thing that happens to warms and asks: names and figures, never a text. An error
 * is told by its code; its words may quote the prompt.
 */
export function logEvent(logger: Logger, { type, key, at: _at, ...rest }: ForewarmEvent, withWords: boolean): void {
  const level = type.endsWith('-failed') || type === 'prefix-drifted' || type === 'store-degraded' ? 'warn' : 'info';
  const { error, ...figures } = rest as Partial<Extract<ForewarmEvent, { error: unknown }>>;
  const told = error && {
    code: error.code,
    status: error.status,
    retryAfterMs: error.retryAfterMs,
    ...(withWords && { message: error.message }),
  };
  logger[level]({ event: type, prefix: key.slice(0, 12), ...figures, ...(told && { error: told }) });
}

/** An adapter that writes questions and answers to the log: only for who has switched that on. */
export function logContent(adapter: Adapter<Prefix>, logger: Logger): Adapter<Prefix> {
  return {
    ...adapter,
    async *ask(prefix: Prefix, turn: Turn, options?: CallOptions): AsyncGenerator<AskEvent> {
      let answer = '';
      try {
        for await (const event of adapter.ask(prefix, turn, options)) {
          if (event.type === 'text') answer += event.text;
          yield event;
        }
      } finally {
        logger.info({ event: 'content', prefix: prefix.hash.slice(0, 12), question: turn.question, answer });
      }
    },
  };
}
