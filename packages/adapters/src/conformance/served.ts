import { definePrefix, extendPrefix, type Prefix } from '@forewarm/core';
import { createSimulator, type SimulatorOptions } from '@forewarm/simulator';
import type { Gateway } from '@forewarm/testing';
import {
  CONFORMANCE_KEY,
  openBackend,
  type PrefixParts,
  type Situation,
  type Wire,
} from '@forewarm/testing/conformance';

/** A simulator behind a real server, in a situation. */
export async function serve(situation: Situation, wire: Wire, options: SimulatorOptions = {}): Promise<Gateway> {
  const { check, cacheFigures } = situation;
  const simulator = createSimulator({
    latency: 'none',
    contextWindow: 20_000_000,
    strictModels: check === 'model',
    ...(check === 'key' && { keys: { 'sk-the-right-one': 'workspace' } }),
    ...(check !== 'key' && { keys: { [CONFORMANCE_KEY]: 'workspace' } }),
    ...(cacheFigures === false && { reportCache: 'none' as const }),
    ...options,
  });
  return openBackend(situation, wire, (request) => simulator.fetch(request));
}

/** Makes prefixes for one model. */
export function prefixesFor(model: string, defaults: Partial<PrefixParts> = {}): (parts: PrefixParts) => Prefix {
  return ({ turns = [], ...parts }) => extendPrefix(definePrefix({ model, ...defaults, ...parts }), turns);
}
