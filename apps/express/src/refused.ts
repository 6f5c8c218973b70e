import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';

/** Answers what nothing else has answered. */
export const nothingHere: RequestHandler = (_req, res) => {
  res.status(404).json({ error: { code: 'not-found', message: 'There is nothing here; the page is at /.' } });
};

/**
 * Answers for what failed, without its words: Express itself would show the stack. What is the
 * client's doing, such as a path that is no UTF-8, stays a 4xx.
 */
export function refused(log: Logger): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (res.headersSent) return next(error);
    const status = Number((error as { status?: unknown } | null)?.status);
    if (status >= 400 && status < 500) {
      const message = 'The request is not in order; the page is at /.';
      return void res.status(status).json({ error: { code: 'invalid-request', message } });
    }
    log.error({ err: error }, 'a request failed');
    return void res
      .status(500)
      .json({ error: { code: 'upstream', message: 'Something failed; the server’s log says what.' } });
  };
}
