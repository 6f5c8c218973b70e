import { createApp } from '../app.js';
import { openFaces } from './faces.js';
import { sharedHandlers } from './shared.js';

declare const Deno: {
  serve(
    options: { port: number; hostname: string; onListen: (at: { port: number }) => void },
    fetch: (request: Request) => Promise<Response>,
  ): unknown;
};

const app = createApp(sharedHandlers());
const onListen = ({ port }: { port: number }): void => {
  void openFaces().then((faces) => console.log(JSON.stringify({ port, faces })));
};
Deno.serve({ port: 0, hostname: '127.0.0.1', onListen }, (request) => app(request, {}));
