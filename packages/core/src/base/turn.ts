/** A question on top of a prefix. */
export interface Turn {
  readonly question: string;
  /** Attachments before the question, in order. Default none. */
  readonly parts?: readonly TurnPart[] | undefined;
}

export type TurnPart = TextPart | ImagePart;

export interface TextPart {
  readonly type: 'text';
  readonly text: string;
  /** The model reads it too. */
  readonly name?: string | undefined;
}

export interface ImagePart {
  readonly type: 'image';
  readonly mediaType: ImageType;
  /** In base64. */
  readonly data: string;
  /** The model doesn't read it. */
  readonly name?: string | undefined;
}

/** What every vendor takes. */
export const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];
