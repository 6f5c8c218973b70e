/** What looks like a key, whoever wrote it: by its own form, or by the name it stands beside. */
const SECRETS = [
  /\b(?:sk|pk|rk|gsk|xai|hf)[-_][\w*.-]{6,}/g,
  /\bBearer\s+[^\s"',;]+/gi,
  /\b(?:x-api-key|api[-_ ]?key(?: provided)?|(?:proxy-)?authorization|(?:access|auth|session)[-_ ]?token|secret|password)["']?\s*[:=]\s*["']?(?:(?:Bearer|Basic)\s+)?[^\s"',;]{4,}/gi,
  /\beyJ[\w-]{6,}\.[\w-]+\.?[\w-]*/g,
  /\bAKIA[0-9A-Z]{12,}\b/g,
  /\bya29\.[\w-]+/g,
  /(?<=:\/\/)[^/\s:@]+:[^@\s/]+(?=@)/g,
];

/** The longest an error's words may be, in characters: more is a page, not a sentence. */
const MAX_LENGTH = 500;

/** A backend's words without what looks like a secret and without those given, as one line that fits into a sentence. */
export function cleanWords(words: string, secrets: readonly string[] = []): string {
  let clean = /<(?:!doctype|html|head|body|h1|title)\b/i.test(words) ? ofPage(words) : words;
  clean = strike(clean, secrets).replaceAll(/\s+/g, ' ').trim();
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH)}…` : clean;
}

/** Whether a text holds what looks like a secret, or one of those given. */
export function holdsSecret(text: string, secrets: readonly string[] = []): boolean {
  return strike(text, secrets) !== text;
}

function strike(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) if (secret.length >= 4) clean = clean.replaceAll(secret, '[redacted]');
  for (const pattern of SECRETS) clean = clean.replaceAll(pattern, '[redacted]');
  return clean;
}

/** What a web page in place of an answer says of itself. */
function ofPage(html: string): string {
  const heading = /<title[^>]*>([^<]+)</i.exec(html)?.[1] ?? /<h1[^>]*>([^<]+)</i.exec(html)?.[1];
  return heading === undefined ? 'a web page' : `a web page: ${heading}`;
}
