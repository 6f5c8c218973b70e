// Serves a built worker in workerd, as `wrangler dev` does.
import { Miniflare } from 'miniflare';

const mf = new Miniflare({
  modules: true,
  scriptPath: process.argv[2]!,
  compatibilityDate: '2026-07-01',
  durableObjects: { WARMTH: 'WarmStoreObject' },
  host: '127.0.0.1',
  port: 0,
});
console.log(JSON.stringify({ port: Number((await mf.ready).port), faces: {} }));
