import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { node } from '@forewarm/server/node';
import { createApp, plain } from '../app.js';
import { openFaces } from './faces.js';
import { sharedHandlers } from './shared.js';

const app = Object.assign(createApp(sharedHandlers()), { ...plain });
const server = createServer(node(app)).listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  void openFaces().then((faces) => console.log(JSON.stringify({ port, faces })));
});
