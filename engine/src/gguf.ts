import { writeFileSync } from 'node:fs';

/** The sizes of a model; enough of them that reading a prompt is work, few enough that the file is written in a second. */
export interface Shape {
  readonly embedding: number;
  readonly blocks: number;
  readonly heads: number;
  readonly feedForward: number;
  /** Tokens. */
  readonly context: number;
}

type Value = string | number | { readonly f32: number } | boolean | readonly string[] | Float32Array | Int32Array;

/** The numbers of GGUF's value types (its specification, version 3). */
const TYPE = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 } as const;
const ALIGNMENT = 32;

/** Kinds of token in a SentencePiece vocabulary. */
const KIND = { normal: 1, unknown: 2, control: 3, byte: 6 } as const;

/** Writes a Llama model of random weights, the same for the same shape, whose vocabulary is every byte and the words of a text. */
export function writeModel(path: string, shape: Shape, corpus: string): void {
  const { tokens, scores, kinds } = vocabulary(corpus);
  const head = shape.embedding / shape.heads;
  const meta: Record<string, Value> = {
    'general.architecture': 'llama',
    'general.name': 'random',
    'general.file_type': 0,
    'llama.context_length': shape.context,
    'llama.embedding_length': shape.embedding,
    'llama.block_count': shape.blocks,
    'llama.feed_forward_length': shape.feedForward,
    'llama.attention.head_count': shape.heads,
    'llama.attention.head_count_kv': shape.heads,
    'llama.attention.layer_norm_rms_epsilon': { f32: 1e-5 },
    'llama.rope.dimension_count': head,
    'llama.vocab_size': tokens.length,
    'tokenizer.ggml.model': 'llama',
    'tokenizer.ggml.tokens': tokens,
    'tokenizer.ggml.scores': scores,
    'tokenizer.ggml.token_type': kinds,
    'tokenizer.ggml.unknown_token_id': 0,
    'tokenizer.ggml.bos_token_id': 1,
    'tokenizer.ggml.eos_token_id': 2,
    'tokenizer.ggml.add_bos_token': true,
    'tokenizer.ggml.add_space_prefix': false,
  };
  const { embedding, feedForward } = shape;
  const tensors: [name: string, ...sizes: number[]][] = [
    ['token_embd.weight', embedding, tokens.length],
    ['output_norm.weight', embedding],
    ['output.weight', embedding, tokens.length],
  ];
  for (let n = 0; n < shape.blocks; n++) {
    tensors.push(
      [`blk.${n}.attn_norm.weight`, embedding],
      ...['attn_q', 'attn_k', 'attn_v', 'attn_output'].map((name): [string, number, number] => [
        `blk.${n}.${name}.weight`,
        embedding,
        embedding,
      ]),
      [`blk.${n}.ffn_norm.weight`, embedding],
      [`blk.${n}.ffn_gate.weight`, embedding, feedForward],
      [`blk.${n}.ffn_up.weight`, embedding, feedForward],
      [`blk.${n}.ffn_down.weight`, feedForward, embedding],
    );
  }
  writeFileSync(path, encode(meta, tensors));
}

function encode(meta: Record<string, Value>, tensors: readonly [string, ...number[]][]): Uint8Array {
  const header: Uint8Array[] = [Buffer.from('GGUF'), u32(3), u64(tensors.length), u64(Object.keys(meta).length)];
  for (const [key, value] of Object.entries(meta)) header.push(text(key), typed(value));
  let offset = 0;
  for (const [name, ...sizes] of tensors) {
    header.push(text(name), u32(sizes.length), ...sizes.map(u64), u32(0), u64(offset));
    offset = aligned(offset + 4 * product(sizes));
  }
  const start = Buffer.concat(header);
  const whole = Buffer.alloc(aligned(start.length) + offset);
  whole.set(start);
  let at = aligned(start.length);
  const random = generator(7);
  for (const [, ...sizes] of tensors) {
    const weights = new Float32Array(product(sizes));
    // One size: a norm, which leaves things as they are. Two: a matrix, about as large as a trained one's.
    const spread = 2 / Math.sqrt(sizes[0]!);
    for (let n = 0; n < weights.length; n++) weights[n] = sizes.length === 1 ? 1 : (random() - 0.5) * spread;
    whole.set(new Uint8Array(weights.buffer), at);
    at += aligned(weights.byteLength);
  }
  return whole;
}

/** Every byte, and each word of the text with all its beginnings, longest first wherever two would fit. */
function vocabulary(corpus: string): { tokens: string[]; scores: Float32Array; kinds: Int32Array } {
  const pieces = new Set<string>(['▁']);
  for (const [word] of corpus.matchAll(/ ?[A-Za-z]+/g)) {
    const marked = word.replace(' ', '▁');
    for (let length = 1; length <= marked.length; length++) pieces.add(marked.slice(0, length));
  }
  const bytes = Array.from({ length: 256 }, (_, n) => `<0x${n.toString(16).toUpperCase().padStart(2, '0')}>`);
  const tokens = ['<unk>', '<s>', '</s>', ...bytes, ...pieces];
  const kindOf = (n: number): number =>
    n === 0 ? KIND.unknown : n < 3 ? KIND.control : n < 3 + bytes.length ? KIND.byte : KIND.normal;
  return {
    tokens,
    scores: Float32Array.from(tokens, (token, n) => (kindOf(n) === KIND.normal ? token.length : 0)),
    kinds: Int32Array.from(tokens, (_, n) => kindOf(n)),
  };
}

function typed(value: Value): Uint8Array {
  if (typeof value === 'string') return Buffer.concat([u32(TYPE.string), text(value)]);
  if (typeof value === 'number') return Buffer.concat([u32(TYPE.u32), u32(value)]);
  if (typeof value === 'boolean') return Buffer.concat([u32(TYPE.bool), Buffer.from([Number(value)])]);
  if (value instanceof Float32Array) return array(TYPE.f32, value.length, new Uint8Array(value.buffer));
  if (value instanceof Int32Array) return array(TYPE.i32, value.length, new Uint8Array(value.buffer));
  if ('f32' in value) return Buffer.concat([u32(TYPE.f32), new Uint8Array(Float32Array.of(value.f32).buffer)]);
  return array(TYPE.string, value.length, Buffer.concat(value.map(text)));
}

const array = (type: number, length: number, items: Uint8Array): Uint8Array =>
  Buffer.concat([u32(TYPE.array), u32(type), u64(length), items]);
const text = (value: string): Uint8Array => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
const u32 = (value: number): Uint8Array => new Uint8Array(Uint32Array.of(value).buffer);
const u64 = (value: number): Uint8Array => new Uint8Array(BigUint64Array.of(BigInt(value)).buffer);
const aligned = (size: number): number => Math.ceil(size / ALIGNMENT) * ALIGNMENT;
const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

/** Numbers from 0 to 1, the same from the same seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
