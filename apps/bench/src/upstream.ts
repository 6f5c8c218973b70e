import Anthropic from '@anthropic-ai/sdk';
import { createSimulator } from '@forewarm/simulator';
import type { BenchOptions } from './options.js';

export interface BenchUpstream {
  readonly client: Anthropic;
  readonly label: string;
  readonly close: () => Promise<void>;
}

/**
 * Opens the named engine, the API if there is a key, else a simulator with the cookbook's latency.
 */
export async function openUpstream(options: BenchOptions, apiKey: string | undefined): Promise<BenchUpstream> {
  const nothing = async (): Promise<void> => {};
  if (options.baseUrl !== undefined) {
    const client = new Anthropic({
      baseURL: options.baseUrl,
      apiKey: apiKey ?? 'not-needed',
      maxRetries: 0,
      timeout: 3_600_000,
    });
    return { client, label: options.baseUrl, close: nothing };
  }
  if (apiKey) return { client: new Anthropic({ apiKey, maxRetries: 0 }), label: 'Anthropic API', close: nothing };
  const simulator = createSimulator({ timeScale: options.timeScale });
  const listening = await simulator.listen(0, '127.0.0.1');
  const scale = options.timeScale === 1 ? '' : `, times × ${options.timeScale}`;
  return {
    client: new Anthropic({ baseURL: listening.url, apiKey: 'simulator', maxRetries: 0 }),
    label: `simulator (cookbook latency${scale})`,
    close: () => listening.close(),
  };
}
