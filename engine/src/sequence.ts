/** As much of node-llama-cpp's `LlamaContextSequence` as is used. */
export interface Sequence {
  /** How many tokens the engine holds the state of. */
  readonly nextTokenIndex: number;
  readonly model: {
    tokenize(text: string): Token[];
    detokenize(tokens: readonly Token[]): string;
    readonly tokens: { readonly bos: Token | null; readonly eos: Token | null };
  };
  /** Drops what does not agree with these tokens, and keeps what does. */
  adaptStateToTokens(tokens: Token[]): Promise<void>;
  evaluateWithoutGeneratingNewTokens(tokens: Token[]): Promise<void>;
  evaluate(tokens: Token[], options?: { temperature?: number }): AsyncIterable<Token>;
}
/** A token as the library brands it. */
export type Token = number & { readonly __token: never };

/** Tokens read between two looks at the signal. */
const STEP = 512;

/** A text in tokens, with the one that every text begins with. */
export function cut({ model }: Sequence, text: string): Token[] {
  const start = model.tokens.bos === null ? [] : [model.tokens.bos];
  return [...start, ...model.tokenize(text)];
}

/** Reads tokens into the state, but for what is there already; gives how many were. */
export async function read(sequence: Sequence, tokens: Token[], signal: AbortSignal | undefined): Promise<number> {
  await sequence.adaptStateToTokens(tokens);
  const kept = sequence.nextTokenIndex;
  for (let at = kept; at < tokens.length; at += STEP) {
    signal?.throwIfAborted();
    await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(at, at + STEP));
  }
  return kept;
}

/** A promise with its own way to be settled. */
export function later(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
