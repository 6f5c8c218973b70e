import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { packAll } from '../../scripts/pack.js';

/** The packed packages behind an npm registry, so that a page's commands run unchanged. */
export interface PackedRegistry {
  /** Points npm to this registry for `@forewarm/*` only. */
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => void;
}

export async function servePacked(): Promise<PackedRegistry> {
  const folder = mkdtempSync(join(tmpdir(), 'forewarm-packed-'));
  const packed = packAll(folder);
  const server: Server = createServer(({ url = '' }, response) => {
    const file = packed.find(({ tarball }) => url === `/${basename(tarball)}`);
    if (file) return response.end(readFileSync(file.tarball));
    const found = packed.find(({ name }) => decodeURIComponent(url) === `/${name}`);
    if (!found) return response.writeHead(404).end('{}');
    const { name, manifest, tarball } = found;
    const integrity = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
    const dist = { tarball: `${address}/${basename(tarball)}`, integrity };
    response.setHeader('content-type', 'application/json');
    const { version } = manifest;
    const versions = { [version]: { ...manifest, dist } };
    // Some npm settings refuse recent versions.
    const time = { [version]: new Date(0).toISOString() };
    return response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions, time }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // Shells don't pass on variables with an @ in the name.
  const config = join(folder, '.npmrc');
  const own = process.env['npm_config_userconfig'] ?? join(homedir(), '.npmrc');
  const settings = existsSync(own) ? readFileSync(own, 'utf8') : '';
  writeFileSync(config, `${settings}\n@forewarm:registry=${address}/\n`);
  return {
    env: { npm_config_userconfig: config },
    close() {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
