import { express as mount } from '@forewarm/server/express';
import express from 'express';
import { handler } from './forewarm.js';

const app = express();
app.use('/api/forewarm', mount(handler));
app.use(express.static('dist'));

const server = app.listen(Number(process.env.PORT ?? 3000), () => {
  console.log(`Listening on http://localhost:${server.address().port}`);
});

process.once('SIGTERM', () => {
  server.close();
  void handler.drain().then(() => process.exit(0));
});
