import { createApp } from '../app.js';

const app = createApp();

export default {
  fetch(request: Request, _env: unknown, ctx: { waitUntil(promise: Promise<unknown>): void }): Promise<Response> {
    return app(request, { waitUntil: (promise) => ctx.waitUntil(promise) });
  },
};
