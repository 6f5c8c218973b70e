/** By form or the name beside them, in linear time (`npm run check:regex`). */
const SECRETS = [
  /\b(?:sk|pk|rk|gsk|xai|hf)[-_][\w*.-]{6,}/g,
  /\bBearer\s+[^\s"',;]+/gi,
  /\b(?:x-api-key|api[-_ ]?key(?: provided)?|(?:proxy-)?authorization|(?:access|auth|session)[-_ ]?token|secret|password)["']?\s*[:=]\s*["']?(?:(?:Bearer|Basic)\s+)?[^\s"',;]{4,}/gi,
  /\bAKIA[0-9A-Z]{12,}\b/g,
  /\bya29\.[\w-]+/g,
  /(?<=:\/\/)[^/\s:@]+:[^@\s/]+(?=@)/g,
];

const TOKEN = /[\w.-]{10,}/g;
const TOKEN_START = /\beyJ[\w-]{6}/;

/** Characters; more is a page. */
const MAX_LENGTH = 500;

/** Characters read: it may repeat a prompt, or never end. */
const MAX_LOOK = 8_000;

/** Characters searched; longer text counts as a secret. */
const MAX_SEARCH = 100_000;

/** One line without secrets. */
export function cleanWords(words: string, secrets: readonly string[] = []): string {
  let clean = beginning(words);
  if (/<(?:!doctype|html|head|body|h1|title)\b/i.test(clean)) clean = ofPage(clean);
  clean = strike(clean, secrets).replaceAll(/\s+/g, ' ').trim();
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH)}…` : clean;
}

export function holdsSecret(text: string, secrets: readonly string[] = []): boolean {
  return text.length > MAX_SEARCH || strike(text, secrets) !== text;
}

/** Half a secret isn't recognised: cut at a word's end. */
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

/** A pattern would search for the dot from each possible start. */
function strikeToken(run: string): string {
  const at = run.search(TOKEN_START);
  return at >= 0 && run.indexOf('.', at) >= 0 ? `${run.slice(0, at)}[redacted]` : run;
}

function ofPage(html: string): string {
  const heading = /<title\b[^<>]*>([^<]+)/i.exec(html)?.[1] ?? /<h1\b[^<>]*>([^<]+)/i.exec(html)?.[1];
  return heading === undefined ? 'a web page' : `a web page: ${heading}`;
}
