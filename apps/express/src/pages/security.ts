import { createHash } from 'node:crypto';
import helmet from 'helmet';

type Handler = ReturnType<typeof helmet>;
type Directives = Readonly<Record<string, readonly string[]>>;

/** Only what this server sends is run, shown, or called. */
const OWN: Directives = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'none'"],
  'object-src': ["'none'"],
};

/**
 * Plain http on a machine of one's own is the common case: nothing is upgraded to https; a proxy
 * that speaks it sets its own headers.
 */
function headers(directives: Directives): Handler {
  return helmet({ contentSecurityPolicy: { useDefaults: false, directives }, strictTransportSecurity: false });
}

/** Headers that keep the page to itself. */
export const security: Handler = headers(OWN);

/**
 * Headers of a page that Storybook built: no script but this server's and, by their hashes, those
 * that stand in the page. Styles it makes while it runs, for its own controls and for axe's
 * outlines, so no hash can name them. Stories stand in a frame of the same origin.
 */
export function docsSecurity(html: string): Handler {
  return headers({
    ...OWN,
    'script-src': ["'self'", ...inlineScripts(html).map(sourceHash)],
    'style-src': ["'self'", "'unsafe-inline'"],
    'frame-src': ["'self'"],
    'frame-ancestors': ["'self'"],
  });
}

/** What stands between the tags of scripts without `src`. */
function inlineScripts(html: string): string[] {
  const scripts = html.matchAll(/<script(?<attributes>[^>]*)>(?<text>.*?)<\/script>/gs);
  return Array.from(scripts, ({ groups }) => groups!)
    .filter(({ attributes }) => !/\ssrc=/.test(attributes!))
    .map(({ text }) => text!);
}

function sourceHash(script: string): string {
  return `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
}
