import { createApp } from '../app.js';
import { restHandlers } from './overRedis.js';

interface FetchEvent extends Event {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
  waitUntil(promise: Promise<unknown>): void;
}

const app = createApp(restHandlers());

addEventListener('fetch', (event) => {
  const { request } = event as FetchEvent;
  const waitUntil = (promise: Promise<unknown>): void => (event as FetchEvent).waitUntil(promise);
  (event as FetchEvent).respondWith(app(request, { waitUntil }));
});
