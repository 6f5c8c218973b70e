// Reads the packages' peer ranges and the versions in peers/ that are tested.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** @type {(path: string) => any} */
const readJson = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** @typedef {{ name: string, range: string, packages: string[], lowest: string, highest: string }} Peer */

/**
 * Returns every peer with its range and listed versions. Throws if a list contradicts a range.
 * @returns {Peer[]}
 */
export function readPeers() {
  /** @type {Map<string, Peer>} */
  const peers = new Map();
  const lowest = readJson('peers/lowest/package.json').dependencies;
  const highest = readJson('peers/highest/package.json').dependencies;
  for (const directory of readdirSync(join(root, 'packages'))) {
    const { peerDependencies = {} } = readJson(`packages/${directory}/package.json`);
    for (const [name, range] of Object.entries(peerDependencies)) {
      const known = peers.get(name);
      if (known && known.range !== range) {
        throw new Error(
          `${name}: packages/${directory} promises ${range}, packages/${known.packages[0]} ${known.range}`,
        );
      }
      if (known) known.packages.push(directory);
      else {
        peers.set(name, { name, range, packages: [directory], lowest: lowest[name], highest: highest[name] });
        checkVersions(name, range, lowest[name], highest[name]);
      }
    }
  }
  return [...peers.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Checks that the lowest version is the range's and that the highest has its last major; npm itself refuses versions outside the range.
 * @type {(name: string, range: string, lowest: string | undefined, highest: string | undefined) => void}
 */
function checkVersions(name, range, lowest, highest) {
  const promised = /\d+\.\d+\.\d+/.exec(range)?.[0];
  if (!promised) throw new Error(`${name}: ${range} does not name the lowest version in full`);
  if (lowest !== promised) {
    throw new Error(`${name}: ${range} promises ${promised}, and peers/lowest has ${lowest ?? 'none'}`);
  }
  const last = /<(\d+)$/.exec(range);
  const major = last ? Number(last[1]) - 1 : Number(/(\d+)\.\d+\.\d+$/.exec(range)?.[1]);
  if (!highest?.startsWith(`${major}.`)) {
    throw new Error(`${name}: ${range} goes up to ${major}, and peers/highest has ${highest ?? 'none'}`);
  }
}
