/** What may be attached. The defaults are those of `createHandler({ attachments: true })`. */
export interface AttachmentLimits {
  /** The most attachments of one question. Default 5. */
  most?: number | undefined;
  /** False takes texts only. Default true. */
  images?: boolean | undefined;
  /** The largest image, in bytes. Default 3,500,000. */
  maxImageBytes?: number | undefined;
  /** The longest text, in characters. Default 100,000. */
  maxTextLength?: number | undefined;
  /** The most bytes of all attachments of a conversation together. Default 10,000,000. */
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
