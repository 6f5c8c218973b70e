import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const SYSTEM = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Arguments that keep a headless Chromium quiet: no sandbox (containers), no network of its own. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The path of a Chromium that runs here: `CHROMIUM_PATH`, else one on the system, else the one inside an npm package (Linux x64).
 * @returns {Promise<string>}
 */
export async function findChromium() {
  const given = process.env['CHROMIUM_PATH'];
  if (given) {
    if (!existsSync(given)) throw new Error(`CHROMIUM_PATH is ${given}, where there is no file.`);
    return given;
  }
  for (const name of SYSTEM) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8' }).trim();
    } catch {
      // not on the PATH: try the next name
    }
  }
  // The package unpacks its shared libraries only where it believes it runs on Lambda.
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x';
  const { default: sparticuz } = await import('@sparticuz/chromium');
  return sparticuz.executablePath();
}
