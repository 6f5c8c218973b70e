/**
 * What looks like a key, whoever wrote it: by its own form, or by the name it stands beside. Each
 * takes linear time (`npm run check:regex`).
 */
const SECRETS = [
  /\b(?:sk|pk|rk|gsk|xai|hf)[-_][\w*.-]{6,}/g,
  /\bBearer\s+[^\s"',;]+/gi,
  /\b(?:x-api-key|api[-_ ]?key(?: provided)?|(?:proxy-)?authorization|(?:access|auth|session)[-_ ]?token|secret|password)["']?\s*[:=]\s*["']?(?:(?:Bearer|Basic)\s+)?[^\s"',;]{4,}/gi,
  /\bAKIA[0-9A-Z]{12,}\b/g,
  /\bya29\.[\w-]+/g,
  /(?<=:\/\/)[^/\s:@]+:[^@\s/]+(?=@)/g,
];

/** What a token of JSON (JWT) is made of, and how it begins. */
const TOKEN = /[\w.-]{10,}/g;
const TOKEN_START = /\beyJ[\w-]{6}/;

/** The longest an error's words may be, in characters: more is a page, not a sentence. */
const MAX_LENGTH = 500;

/**
 * How many characters of a backend's words are looked at at all: it may repeat a whole prompt, or
 * never end.
 */
const MAX_LOOK = 8_000;

/** How many characters are looked through for secrets; a longer text is taken to hold one. */
const MAX_SEARCH = 100_000;

/**
 * A backend's words without what looks like a secret and without those given, as one line that fits
 * into a sentence.
 */
export function cleanWords(words: string, secrets: readonly string[] = []): string {
  let clean = beginning(words);
  if (/<(?:!doctype|html|head|body|h1|title)\b/i.test(clean)) clean = ofPage(clean);
  clean = strike(clean, secrets).replaceAll(/\s+/g, ' ').trim();
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH)}…` : clean;
}

/**
 * Whether a text holds what looks like a secret, or one of those given; said also of a text too
 * long to look through.
 */
export function holdsSecret(text: string, secrets: readonly string[] = []): boolean {
  return text.length > MAX_SEARCH || strike(text, secrets) !== text;
}

/** As much as is looked at, up to the end of a word: half a secret looks like none. */
function beginning(words: string): string {
  if (words.length <= MAX_LOOK) return words;
  const cut = words.slice(0, MAX_LOOK);
  return cut.slice(0, Math.max(cut.lastIndexOf(' '), cut.lastIndexOf('\n'), 0));
}

function strike(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) if (secret.length >= 4) clean = clean.replaceAll(secret, '[redacted]');
  clean = clean.replaceAll(TOKEN, strikeToken);
  for (const pattern of SECRETS) clean = clean.replaceAll(pattern, '[redacted]');
  return clean;
}

/**
 * By hand, since a pattern for all of it would look for the dot anew from each place where a token
 * could begin.
 */
function strikeToken(run: string): string {
  const at = run.search(TOKEN_START);
  return at >= 0 && run.indexOf('.', at) >= 0 ? `${run.slice(0, at)}[redacted]` : run;
}

/** What a web page in place of an answer says of itself. */
function ofPage(html: string): string {
  const heading = /<title\b[^<>]*>([^<]+)/i.exec(html)?.[1] ?? /<h1\b[^<>]*>([^<]+)/i.exec(html)?.[1];
  return heading === undefined ? 'a web page' : `a web page: ${heading}`;
}
