const words = {
  /** The BCP 47 language of numbers. */
  locale: 'en',
  add: 'Attach files',
  list: 'Attachments',
  sent: 'Attached',
  remove: (name: string): string => `Remove ${name}`,
  reading: (name: string): string => `Reading ${name}`,
  /** A pasted image has no name. */
  unnamed: 'Pasted image',
  stillReading: 'A file is still being read; send again in a moment.',
  tooMany: (most: string): string => `At most ${most} files can go with a question.`,
  tooLarge: (name: string, size: string, most: string): string =>
    `${name} has ${size}; at most ${most} can be attached.`,
  tooLong: (name: string, length: string, most: string): string =>
    `${name} has ${length} characters; at most ${most} can be attached.`,
  tooMuch: (name: string, most: string): string =>
    `With ${name} this conversation would have more than ${most} of files. Begin a new one to attach it.`,
  empty: (name: string): string => `${name} is empty.`,
  kind: (name: string): string => `${name} is neither a text nor a PNG, JPEG, GIF or WebP image.`,
  noImages: (name: string): string => `${name} is an image; only texts can be attached here.`,
  unreadable: (name: string): string => `${name} could not be read; choose it again.`,
};

/** The words of attachments. */
export type AttachmentLabels = Readonly<typeof words>;

/** The default words. */
export const ATTACHMENT_ENGLISH: AttachmentLabels = Object.freeze(words);

/** As people read them: "1.2 MB". */
export function formatBytes({ locale }: AttachmentLabels, bytes: number): string {
  const [unit, divisor] = UNITS.find(([, least]) => bytes >= least)!;
  const unitDisplay = unit === 'byte' ? 'long' : 'short';
  return (bytes / divisor).toLocaleString(locale, { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 });
}

const UNITS = [
  ['megabyte', 1_000_000],
  ['kilobyte', 1_000],
  ['byte', 1],
] as const;
