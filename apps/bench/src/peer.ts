import Anthropic from '@anthropic-ai/sdk';
import { reactDom } from '@forewarm/express-app/contexts';
import { createSimulator } from '@forewarm/simulator';
import { openServer } from './kit.js';

export interface PeerRequest {
  readonly role: 'simulator' | 'kit';
  readonly model: string;
  readonly maxTokens: number;
  readonly upstream?: string;
}

async function serve({ role, model, maxTokens, upstream }: PeerRequest): Promise<string> {
  if (role === 'simulator') return (await createSimulator({ latency: 'none' }).listen(0, '127.0.0.1')).url;
  const client = new Anthropic({ baseURL: upstream ?? '', apiKey: 'simulator', maxRetries: 0 });
  return (await openServer(client, reactDom(), model, maxTokens)).url;
}

process.once('message', (request) => {
  serve(request as PeerRequest).then(
    (url) => process.send!({ url }),
    (error: unknown) => process.send!({ error: String(error) }),
  );
});
