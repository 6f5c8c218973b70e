import { ForewarmError } from '../base/errors.js';
import { IMAGE_TYPES, type ImageType, type TurnPart } from '../base/turn.js';

/** The used part of an AI SDK `FileUIPart`. */
export interface FileFields {
  readonly mediaType?: string | undefined;
  readonly filename?: string | undefined;
  /** Holds the bytes: `data:image/png;base64,…`. */
  readonly url?: string | undefined;
}

export function toChatFile(part: TurnPart): FileFields & { readonly type: 'file' } {
  const { name: filename } = part;
  const mediaType = part.type === 'image' ? part.mediaType : 'text/plain';
  const data = part.type === 'image' ? part.data : toBase64(part.text);
  return {
    type: 'file',
    mediaType,
    ...(filename !== undefined && { filename }),
    url: `data:${mediaType};base64,${data}`,
  };
}

/** Throws `invalid-request` for a file that is no attachment. */
export function fromChatFile({ mediaType = '', filename, url = '' }: FileFields): TurnPart {
  const name = filename === undefined ? {} : { name: filename };
  const data = url.startsWith('data:') ? url.slice(url.indexOf(',') + 1) : null;
  const isBase64 = url.slice(0, url.indexOf(',')).endsWith(';base64');
  if (data !== null && isBase64) {
    if (IMAGE_TYPES.includes(mediaType as ImageType)) {
      return { type: 'image', mediaType: mediaType as ImageType, data, ...name };
    }
    const text = mediaType.startsWith('text/') ? fromBase64(data) : null;
    if (text !== null) return { type: 'text', text, ...name };
  }
  const file = `The file ${JSON.stringify((filename ?? '').slice(0, 60))}`;
  const what = data === null ? 'is an address' : `is ${JSON.stringify(mediaType.slice(0, 60))}`;
  const allowed = `send a text or one of ${IMAGE_TYPES.join(', ')}, as base64 in a data: URL`;
  throw new ForewarmError('invalid-request', `${file} ${what}; ${allowed}.`, { status: 400 });
}

function toBase64(text: string): string {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return globalThis.btoa(bytes);
}

/** Null if it isn't base64, or not UTF-8. */
function fromBase64(data: string): string | null {
  try {
    const bytes = Uint8Array.from(globalThis.atob(data), (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
