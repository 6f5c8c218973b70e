import Anthropic from '@anthropic-ai/sdk';
import { boundedFetch } from '@forewarm/adapters/backend';
import { createSimulator } from '@forewarm/simulator';
import type { UpstreamConfig } from './config.js';

/** A client for the model, and how to name what it talks to. */
export interface Upstream {
  readonly client: Anthropic;
  readonly kind: UpstreamConfig['kind'];
  /** For people: what answers the questions. */
  readonly label: string;
  /** Frees what was opened. */
  close(): Promise<void>;
}

/** Opens the way to the model; starts a simulator on a port of its own where none is configured. */
export async function openUpstream(config: UpstreamConfig): Promise<Upstream> {
  if (config.kind === 'simulator') {
    const simulator = createSimulator({ timeScale: config.timeScale });
    const listening = await simulator.listen(0, '127.0.0.1');
    const client = new Anthropic({ baseURL: listening.url, apiKey: 'simulator' });
    return { client, kind: 'simulator', label: 'simulator', close: () => listening.close() };
  }
  const close = async (): Promise<void> => {};
  if (config.kind === 'engine') {
    const { baseUrl, apiKey = 'not-needed' } = config;
    const label = new URL(baseUrl).host;
    return { client: new Anthropic({ baseURL: baseUrl, apiKey, fetch: boundedFetch() }), kind: 'engine', label, close };
  }
  return {
    client: new Anthropic({ apiKey: config.apiKey, fetch: boundedFetch() }),
    kind: 'api',
    label: 'Anthropic API',
    close,
  };
}
