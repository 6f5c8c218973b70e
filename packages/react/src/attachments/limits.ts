/** What may be attached. Defaults as in `createHandler({ attachments: true })`. */
export interface AttachmentLimits {
  /** Attachments per question. Default 5. */
  most?: number | undefined;
  /** False takes texts only. Default true. */
  images?: boolean | undefined;
  /** Bytes of an image. Default 3,500,000. */
  maxImageBytes?: number | undefined;
  /** Characters of a text. Default 100,000. */
  maxTextLength?: number | undefined;
  /** Bytes of all attachments of a conversation. Default 10,000,000. */
  maxTotalBytes?: number | undefined;
}

export type Limits = { readonly [Name in keyof AttachmentLimits]-?: NonNullable<AttachmentLimits[Name]> };

export const DEFAULT_LIMITS: Limits = {
  most: 5,
  images: true,
  maxImageBytes: 3_500_000,
  maxTextLength: 100_000,
  maxTotalBytes: 10_000_000,
};
