import { existsSync } from 'node:fs';
import { findProgram } from './programs.js';

const ON_THE_PATH = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
/** macOS and Windows don't put it on the path. */
const ELSEWHERE = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** No sandbox (containers), no network of its own. */
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
 * Finds `CHROMIUM_PATH`, else the system's, else an npm package's (Linux x64), else '': Playwright then
 * looks for its own.
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
  // The package unpacks its libraries only on Lambda.
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x';
  const { default: sparticuz } = await import('@sparticuz/chromium');
  return sparticuz.executablePath();
}
