// Runs the tests of `examples/vitest` and `examples/jest` from packed tarballs on each React.
// Writes `.results/consumers` for docs/compatibility.md.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandOf, npmScript } from '../../scripts/tools.js';
import { installExamples } from './install.js';

const REACTS = {
  19: [],
  18: ['react@18.3.1', 'react-dom@18.3.1', '@types/react@18.3.31', '@types/react-dom@18.3.7'],
};
const results = fileURLToPath(new URL('../../.results/consumers', import.meta.url));

/** Returns whether it succeeded. */
function runs(cwd: string, script: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(process.execPath, [script, ...args], { cwd, stdio: 'inherit' });
    return true;
  } catch {
    return false;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'forewarm-consumers-'));
const failed: string[] = [];
try {
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  installExamples(folder, ['vitest', 'jest']);
  const [vitest, jest] = [join(folder, 'vitest'), join(folder, 'jest')];
  for (const [react, packages] of Object.entries(REACTS).toReversed()) {
    for (const app of packages.length > 0 ? [vitest, jest] : []) {
      const install = ['install', '--save-exact', '--no-audit', '--no-fund', '--loglevel=error', ...packages];
      execFileSync(process.execPath, [npmScript(), ...install], { cwd: app, stdio: 'inherit' });
    }
    const check = (run: string, cwd: string, name: string, ...args: readonly string[]): void => {
      console.log(`\n${run}`);
      const script = commandOf(name === 'tsc' ? 'typescript' : name, name, cwd);
      if (!runs(cwd, script, ...args)) failed.push(run);
    };
    for (const dom of ['jsdom', 'happy-dom']) {
      const run = `vitest-${dom}-react${react}`;
      const report = ['--reporter=default', '--reporter=json', `--outputFile.json=${join(results, `${run}.json`)}`];
      check(run, vitest, 'vitest', 'run', `--environment=${dom}`, ...report);
    }
    const run = `jest-jsdom-react${react}`;
    check(run, jest, 'jest', '--json', `--outputFile=${join(results, `${run}.json`)}`);
    for (const app of [vitest, jest]) check(`types of ${app} on React ${react}`, app, 'tsc', '--noEmit');
  }
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
