// Runs the packages' own tests on the lowest and the highest version of every peer:
// npm run test:peers [lowest|highest]. Leaves .results/peers/*.json, for docs/compatibility.md.
// The versions come from peers/*/package.json and their locks; with --newest the highest come from the registry.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packAll } from './pack.js';
import { readPeers } from './peers.js';
import { testsLeftOut } from './programs.js';
import { installRuntimes, withNode } from './runtimes.js';
import { commandOf, npmScript } from './tools.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const results = join(root, '.results/peers');

/** Tests that use a peer. Their packages are copied as source; the other packages are installed from tarballs. */
const TESTS = {
  node: [
    'packages/adapters/src/*.test.ts',
    'packages/adapters/src/{ai-sdk,anthropic,conformance}/*.test.ts',
    'packages/adapters/src/backend/boundedClient.test.ts',
    'packages/server/src/{resume,otel}/*.test.ts',
    'packages/server/src/redis/redisStore.test.ts',
    'packages/server/src/{redisClient,boundedRedis}.test.ts',
  ],
  jsdom: ['packages/react/src/queryStore.test.ts', 'packages/react/src/**/*.dom.test.tsx'],
};
/** Left out everywhere: the first reads the repository, the second tests a proxy. */
const AT_HOME = ['packages/adapters/src/guide.test.ts', 'packages/adapters/src/nginx.test.ts'];
/** Left out on the lowest versions: clients of Bedrock and Vertex bring their own SDK. */
const HOSTS = [
  'packages/adapters/src/anthropic.test-d.ts',
  'packages/adapters/src/anthropic/hosts.test.ts',
  'packages/adapters/src/conformance/anthropicHosts.test.ts',
  'packages/adapters/src/conformance/hosts',
  'packages/adapters/src/lateHeaders.test.ts',
];
/** The kit refuses node-redis' Sentinel client before version 6. */
const FROM_REDIS_6 = 'sentinel, by node-redis';

const leftOut = (/** @type {string} */ set) => (set === 'lowest' ? [...AT_HOME, ...HOSTS] : AT_HOME);

/** @type {(path: string) => any} */
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
/** @type {(path: string, value: unknown) => void} */
const writeJson = (path, value) => writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);

const args = process.argv.slice(2);
const sets = args.filter((arg) => !arg.startsWith('--'));
const newest = args.includes('--newest');
const peers = readPeers();

/**
 * Makes a folder with the listed versions, the packed packages and the tests.
 * @type {(folder: string, set: string, packed: ReturnType<typeof packAll>) => void}
 */
function install(folder, set, packed) {
  cpSync(join(root, 'peers', set), folder, { recursive: true });
  const manifest = readJson(join(folder, 'package.json'));
  if (newest && set === 'highest') {
    rmSync(join(folder, 'package-lock.json'));
    for (const name of Object.keys(manifest.dependencies)) {
      manifest.dependencies[name] = peers.find((peer) => peer.name === name)?.range ?? '*';
    }
  }
  for (const { name, tarball } of packed) manifest.dependencies[name] = `file:${tarball}`;
  writeJson(join(folder, 'package.json'), manifest);
  const quietly = ['--ignore-scripts', '--engine-strict=false', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync(process.execPath, [npmScript(), 'install', ...quietly], { cwd: folder, stdio: 'inherit' });
  for (const name of ['adapters', 'react', 'server']) {
    const copy = join(folder, 'packages', name);
    cpSync(join(root, 'packages', name, 'src'), join(copy, 'src'), { recursive: true });
    // Dependencies that npm nested, because a peer needs another version of them.
    const own = join(folder, 'node_modules/@forewarm', name, 'node_modules');
    if (existsSync(own)) cpSync(own, join(copy, 'node_modules'), { recursive: true });
  }
  const compilerOptions = { noEmit: true, rootDir: '.', types: ['node'] };
  const include = ['packages/adapters/src'];
  const exclude = leftOut(set);
  writeJson(join(folder, 'tsconfig.json'), { extends: `${root}tsconfig.base.json`, compilerOptions, include, exclude });
}

/** The highest versions need Node 22. */
function nodeFor(/** @type {string} */ set) {
  if (set === 'lowest' || Number.parseInt(process.versions.node, 10) >= 22) return process.env;
  installRuntimes();
  return withNode(22);
}

/**
 * Runs the tests and checks the types there. Returns whether both passed.
 * @type {(folder: string, set: string) => boolean}
 */
function test(folder, set) {
  const env = nodeFor(set);
  const vitest = commandOf('vitest', 'vitest', folder);
  const exclude = [...leftOut(set), ...testsLeftOut()];
  const statuses = Object.entries(TESTS).map(([environment, include]) => {
    const config = `vitest.${environment}.config.js`;
    const retry = process.env['CI'] ? 2 : 0;
    const testNamePattern = set === 'lowest' ? `^(?!.*${FROM_REDIS_6})` : undefined;
    const options = { test: { environment, include, exclude, retry, testNamePattern, testTimeout: 120_000 } };
    writeFileSync(join(folder, config), `export default ${JSON.stringify(options)};\n`);
    const outputFile = `--outputFile.json=${join(results, `${set}-${environment}.json`)}`;
    const reports = ['--reporter=default', '--reporter=json', outputFile];
    // The tests mostly wait for sockets.
    const command = [vitest, 'run', '--config', config, '--maxWorkers=3', ...reports];
    return spawnSync('node', command, { cwd: folder, env, stdio: 'inherit' }).status;
  });
  const types = [commandOf('typescript', 'tsc'), '-p', folder];
  statuses.push(spawnSync(process.execPath, types, { cwd: folder, stdio: 'inherit' }).status);
  return statuses.every((status) => status === 0);
}

mkdirSync(results, { recursive: true });
const home = mkdtempSync(join(tmpdir(), 'forewarm-peers-'));
try {
  mkdirSync(join(home, 'packed'));
  const packed = packAll(join(home, 'packed'));
  for (const set of sets.length > 0 ? sets : ['lowest', 'highest']) {
    const folder = join(home, set);
    install(folder, set, packed);
    /** @type {(name: string) => string} */
    const versionOf = (name) => readJson(join(folder, 'node_modules', name, 'package.json')).version.replace(/^v/, '');
    const versions = Object.fromEntries(peers.map(({ name }) => [name, versionOf(name)]));
    console.log(
      `\nThe ${set} versions: ${Object.entries(versions)
        .map((peer) => peer.join(' '))
        .join(', ')}`,
    );
    const success = test(folder, set);
    writeJson(join(results, `${set}.json`), { success, versions });
    if (!success) {
      console.error(`The ${set} versions: failed.`);
      process.exitCode = 1;
    }
  }
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}
