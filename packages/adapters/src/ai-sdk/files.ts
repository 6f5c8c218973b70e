import type { AiSdkModel } from './model.js';

interface RawFile {
  readonly type?: string;
  readonly data?: unknown;
}

/** Names the kind of data in files, for models of version 7. */
export function withFiles<Options extends { readonly prompt: readonly object[] }>(
  model: AiSdkModel,
  options: Options,
): Options {
  if (model.specificationVersion !== 'v4') return options;
  const prompt = options.prompt.map((message) => {
    const { content } = message as { readonly content: string | readonly RawFile[] };
    return typeof content === 'string' ? message : { ...message, content: content.map(toFile) };
  });
  return { ...options, prompt };
}

function toFile(part: RawFile): RawFile {
  if (part.type !== 'file') return part;
  if (typeof part.data === 'string') return { ...part, data: { type: 'data', data: part.data } };
  const { type, url } = (part.data ?? {}) as { readonly type?: unknown; readonly url?: unknown };
  // A prefix is JSON: its URLs are strings.
  return type === 'url' && typeof url === 'string' ? { ...part, data: { type, url: new URL(url) } } : part;
}
