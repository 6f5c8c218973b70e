import { createApp } from '../app.js';
import { openFaces } from './faces.js';
import { sharedHandlers } from './shared.js';

declare const Bun: {
  serve(options: {
    port: number;
    hostname: string;
    idleTimeout: number;
    fetch: (request: Request) => Promise<Response>;
  }): { readonly port: number };
};

const app = createApp(sharedHandlers());
// Without it Bun ends an answer that is silent for ten seconds, sooner than the first heartbeat.
const { port } = Bun.serve({ port: 0, hostname: '127.0.0.1', idleTimeout: 0, fetch: (request) => app(request, {}) });
console.log(JSON.stringify({ port, faces: await openFaces() }));
