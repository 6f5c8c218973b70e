import { express as mount } from '@forewarm/server/express';
import express from 'express';
import { handler } from './forewarm.js';

const app = express();
app.use('/api/forewarm', mount(handler));
app.use(express.static('dist'));
app.listen(3000);
