import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getLlama, LlamaLogLevel } from 'node-llama-cpp';
import { type Shape, writeModel } from './gguf.js';
import type { Sequence } from './sequence.js';

/** Small, for what a backend does rather than how long it takes. */
export const SMALL: Shape = { embedding: 64, blocks: 1, heads: 1, feedForward: 128, context: 24_576 };

/** Large enough that 8,000 tokens are seconds of work on two cores. */
export const LARGE: Shape = { embedding: 128, blocks: 2, heads: 2, feedForward: 384, context: 24_576 };

/** An engine with a model of random weights, written for it. */
export interface Engine {
  /** Its state, empty. */
  clear(): Promise<Sequence>;
  close(): Promise<void>;
}

/** Writes a model whose words are those of a text, and opens it. */
export async function openEngine(corpus: string, shape: Shape): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'forewarm-engine-'));
  const modelPath = join(folder, 'random.gguf');
  writeModel(modelPath, shape, corpus);
  const engine = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.error });
  const model = await engine.loadModel({ modelPath });
  const context = await model.createContext({ contextSize: shape.context, batchSize: 512, sequences: 1, threads: 1 });
  const sequence = context.getSequence();
  return {
    async clear() {
      await sequence.clearHistory();
      return sequence;
    },
    async close() {
      await engine.dispose();
      rmSync(folder, { recursive: true });
    },
  };
}
