import { existsSync } from 'node:fs';
import { findProgram } from './programs.js';

const ON_THE_PATH = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
/** Where macOS and Windows have it, which put nothing on the path. */
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

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
 * The path of a Chromium that runs here: `CHROMIUM_PATH`, else one on the system, else the one inside an npm package (Linux x64). Where there is none, an empty
 * path: Playwright then looks for its own, and says how to get it.
 * @returns {Promise<string>}
 */
export async function findChromium() {
  const given = process.env['CHROMIUM_PATH'];
  if (given) {
    if (!existsSync(given)) throw new Error(`CHROMIUM_PATH is ${given}, where there is no file.`);
    return given;
  }
  const found = ON_THE_PATH.map(findProgram).find(Boolean) ?? ELSEWHERE.find(existsSync);
  if (found) return found;
  if (process.platform !== 'linux' || process.arch !== 'x64') return '';
  // The package unpacks its shared libraries only where it believes it runs on Lambda.
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x';
  const { default: sparticuz } = await import('@sparticuz/chromium');
  return sparticuz.executablePath();
}
