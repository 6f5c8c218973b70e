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
import type { Upstream } from './hosts/host.js';

export interface ServeOptions {
  readonly simulate?: SimulatorOptions;
  /** Such as a cloud with its own wire. */
  readonly before?: (upstream: Upstream) => Upstream;
}

export async function serve(
  situation: Situation,
  wire: Wire,
  { simulate, before = (upstream) => upstream }: ServeOptions = {},
): Promise<Gateway> {
  const { check, cacheFigures } = situation;
  const simulator = createSimulator({
    latency: 'none',
    contextWindow: 20_000_000,
    strictModels: check === 'model',
    keys: { [check === 'key' ? 'sk-the-right-one' : CONFORMANCE_KEY]: 'workspace' },
    ...(cacheFigures === false && { reportCache: 'none' as const }),
    ...simulate,
  });
  return openBackend(
    situation,
    wire,
    before((request) => simulator.fetch(request)),
  );
}

export function prefixesFor(model: string, defaults: Partial<PrefixParts> = {}): (parts: PrefixParts) => Prefix {
  return ({ turns = [], ...parts }) => extendPrefix(definePrefix({ model, ...defaults, ...parts }), turns);
}
