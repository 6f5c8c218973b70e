import {
  type Adapter,
  askMessages,
  assertPrefix,
  cacheOutcome,
  type CallOptions,
  type AskEvent,
  type Block,
  ForewarmError,
  isText,
  type Message,
  type Prefix,
  ttlToMs,
  type Turn,
  type WarmResult,
} from '@forewarm/core';
import { cut, later, read, type Sequence, type Token } from './sequence.js';

export interface LlamaOptions {
  /** The engine's state, which is its prefix cache: one prefix at a time. */
  sequence: Sequence;
  /** The most tokens an answer may have. Default 256. */
  maxTokens?: number | undefined;
}

/** llama.cpp in this process: a warm reads the prefix and generates nothing; an ask goes on from whatever is still in the engine's state. */
export function llama({ sequence, maxTokens = 256 }: LlamaOptions): Adapter<Prefix> {
  let last: Promise<unknown> = Promise.resolve();
  /** One after another: there is one state to read into. */
  const inTurn = async (): Promise<() => void> => {
    const before = last;
    const { promise, resolve } = later();
    last = promise;
    await before;
    return resolve;
  };

  return {
    name: 'llama',

    async warm(prefix, { signal } = {}): Promise<WarmResult> {
      assertPrefix(prefix, 'llama');
      const { text } = render(prefix, prefix.messages);
      if (text === '') return { status: 'skipped', reason: 'below-minimum' };
      signal?.throwIfAborted();
      const done = await inTurn();
      try {
        const tokens = cut(sequence, text);
        const kept = await read(sequence, tokens, signal);
        const usage = { prompt: tokens.length, cacheRead: kept, cacheWrite: null, output: 0 };
        return { status: 'warmed', hash: prefix.hash, method: 'zero-tokens', usage, ttlMs: ttlToMs(prefix.ttl) };
      } finally {
        done();
      }
    },

    async *ask(prefix: Prefix, turn: Turn, options: CallOptions = {}): AsyncGenerator<AskEvent> {
      assertPrefix(prefix, 'llama');
      if (turn.parts?.length) {
        const message = `llama: turn.parts has ${turn.parts.length} attachments, and this adapter sends none.`;
        throw new ForewarmError('invalid-request', message);
      }
      const { signal, expectHash } = options;
      signal?.throwIfAborted();
      const done = await inTurn();
      try {
        // What is shared is cut into tokens by itself, so that the question cannot change where its last one ends.
        const { text, rest } = render(prefix, askMessages(prefix, turn));
        const tokens = [...cut(sequence, text), ...sequence.model.tokenize(rest)];
        const kept = await read(sequence, tokens.slice(0, -1), signal);
        const drifted = expectHash !== undefined && expectHash !== prefix.hash;
        let output = 0;
        let pending: Token[] = [];
        let reason: 'stop' | 'length' = 'stop';
        for await (const token of sequence.evaluate(tokens.slice(-1), { temperature: 0 })) {
          signal?.throwIfAborted();
          if (output === 0) yield { type: 'start', hash: prefix.hash, model: prefix.model, drifted };
          if (token === sequence.model.tokens.eos) break;
          output++;
          pending.push(token);
          const piece = sequence.model.detokenize(pending);
          // Half a character waits for its other half.
          if (piece !== '' && (!piece.endsWith('\ufffd') || pending.length > 3)) {
            pending = [];
            yield { type: 'text', text: piece };
          }
          if (output < maxTokens) continue;
          reason = 'length';
          break;
        }
        const usage = { prompt: tokens.length, cacheRead: kept, cacheWrite: null, output };
        yield { type: 'finish', reason, usage, outcome: cacheOutcome(usage), ttlMs: ttlToMs(prefix.ttl) };
      } finally {
        done();
      }
    },
  };
}

/** The prefix's text, which warm and ask share, and what an ask has after it. */
function render(prefix: Prefix, messages: readonly Message[]): { text: string; rest: string } {
  const tools = prefix.tools.map((tool) => `tool: ${JSON.stringify(tool)}\n`);
  const system = prefix.system.map((block) => `system: ${textOf(block)}\n`);
  const blocks = messages.flatMap(({ role, content }) => content.map((block) => `${role}: ${textOf(block)}\n`));
  const shared = prefix.messages.reduce((count, { content }) => count + content.length, 0);
  const rest = blocks.slice(shared);
  return {
    text: [...tools, ...system, ...blocks.slice(0, shared)].join(''),
    rest: rest.length > 0 ? `${rest.join('')}assistant:` : '',
  };
}

function textOf(block: Block): string {
  return isText(block) ? block.text : JSON.stringify(block);
}
