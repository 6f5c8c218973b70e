/** One question on top of a prefix. */
export interface Turn {
  readonly question: string;
  /** What goes with it, in order; it stands before the question. Default nothing. */
  readonly parts?: readonly TurnPart[] | undefined;
}

/** An attachment: a text, such as a file's, or an image. */
export type TurnPart = TextPart | ImagePart;

/** A text that goes with a question. */
export interface TextPart {
  readonly type: 'text';
  readonly text: string;
  /** The file's name, which the model reads too. */
  readonly name?: string | undefined;
}

/** An image that goes with a question. */
export interface ImagePart {
  readonly type: 'image';
  readonly mediaType: ImageType;
  /** Its bytes in base64. */
  readonly data: string;
  /** The file's name, for people: the model doesn't read it. */
  readonly name?: string | undefined;
}

/** The kinds of images that every vendor takes. */
export const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;
export type ImageType = (typeof IMAGE_TYPES)[number];
