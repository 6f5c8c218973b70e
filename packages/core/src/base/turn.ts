/** One question on top of a prefix. */
export interface Turn {
  readonly question: string;
  /** Attachments, in order, before the question. Default none. */
  readonly parts?: readonly TurnPart[] | undefined;
}

export type TurnPart = TextPart | ImagePart;

export interface TextPart {
  readonly type: 'text';
  readonly text: string;
  /** The file's name; the model reads it too. */
  readonly name?: string | undefined;
}

export interface ImagePart {
  readonly type: 'image';
  readonly mediaType: ImageType;
  /** In base64. */
  readonly data: string;
  /** The file's name; the model doesn't read it. */
  readonly name?: string | undefined;
}

/** The image types that every vendor takes. */
export const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];
