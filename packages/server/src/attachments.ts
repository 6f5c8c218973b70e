import type { PrefixRef, Turn, TurnPart } from '@forewarm/core';
import type { ImageType } from '@forewarm/core/kit';
import { invalidRequest } from './invalidRequest.js';

/** What may go with a question. */
export interface AttachmentOptions {
  /** Attachments per question. Default 5. */
  most?: number | undefined;
  /** False takes texts only. Default true. */
  images?: boolean | undefined;
  /** The largest image, in bytes. Default 3,500,000: in base64 below Anthropic's 5 MB. */
  maxImageBytes?: number | undefined;
  /** The longest text, in characters. Default 100,000, about 25,000 tokens of English. */
  maxTextLength?: number | undefined;
  /**
   * Bytes of a conversation's attachments, sent again each time; added to `maxBodyBytes`. Default
   * 10,000,000.
   */
  maxTotalBytes?: number | undefined;
}

export type AttachmentLimits = { readonly [Name in keyof AttachmentOptions]-?: NonNullable<AttachmentOptions[Name]> };

export const ATTACHMENT_DEFAULTS: AttachmentLimits = {
  most: 5,
  images: true,
  maxImageBytes: 3_500_000,
  maxTextLength: 100_000,
  maxTotalBytes: 10_000_000,
};

/** Throws `invalid-request`. */
export function checkAttachments(
  { thread = [] }: Pick<PrefixRef, 'thread'>,
  asked: Turn | null,
  limits: AttachmentLimits | null,
): void {
  let total = 0;
  const check = ({ parts = [] }: Turn, path: string): void => {
    if (parts.length === 0) return;
    if (!limits)
      throw invalidRequest(`${path}: this server takes no attachments; set createHandler({ attachments: true }).`);
    if (parts.length > limits.most) {
      throw invalidRequest(`${path}: there are ${parts.length} attachments; at most ${limits.most} are allowed.`, 413);
    }
    for (const [index, part] of parts.entries()) total += checkPart(part, `${path}.${index}`, limits);
  };
  thread.forEach((turn, index) => check(turn, `body.prefix.thread.${index}.parts`));
  if (asked) check(asked, 'body.parts');
  if (!limits || total <= limits.maxTotalBytes) return;
  const message = `The attachments of this conversation have ${total} bytes; at most ${limits.maxTotalBytes} are allowed. Begin a new one.`;
  throw invalidRequest(message, 413);
}

function checkPart(part: TurnPart, path: string, limits: AttachmentLimits): number {
  const what = part.name === undefined ? path : `${path} (${JSON.stringify(part.name.slice(0, 60))})`;
  if (part.type === 'text') {
    const { length } = part.text;
    if (length > limits.maxTextLength) {
      throw invalidRequest(`${what} has ${length} characters; at most ${limits.maxTextLength} are allowed.`, 413);
    }
    return new TextEncoder().encode(part.text).byteLength;
  }
  if (!limits.images) throw invalidRequest(`${what} is an image; only texts are allowed here.`);
  const bytes = bytesOf(part.data);
  if (bytes === null) throw invalidRequest(`${what}.data is not base64.`);
  if (bytes > limits.maxImageBytes) {
    throw invalidRequest(`${what} has ${bytes} bytes; at most ${limits.maxImageBytes} are allowed.`, 413);
  }
  if (!isOf(part.mediaType, part.data)) throw invalidRequest(`${what} does not begin as ${part.mediaType} does.`);
  return bytes;
}

/** Null if not base64. */
function bytesOf(data: string): number | null {
  if (data.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(data)) return null;
  return (data.length / 4) * 3 - (data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0);
}

function isOf(type: ImageType, data: string): boolean {
  const head = globalThis.atob(data.slice(0, 16));
  if (type === 'image/png') return head.startsWith('\x89PNG\r\n\x1a\n');
  if (type === 'image/jpeg') return head.startsWith('\xff\xd8\xff');
  if (type === 'image/gif') return head.startsWith('GIF8');
  return head.startsWith('RIFF') && head.endsWith('WEBP');
}
