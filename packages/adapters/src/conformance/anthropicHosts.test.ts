import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import { AnthropicVertex } from '@anthropic-ai/vertex-sdk';
import { CONFORMANCE_KEY, describeAdapter, messagesWire } from '@forewarm/testing/conformance';
import { anthropic } from '../anthropic.js';
import { bedrock, bedrockWire } from './hosts/bedrock.js';
import { vertex } from './hosts/vertex.js';
import { prefixesFor, serve } from './served.js';

const prefix = prefixesFor('claude-sonnet-4-6');
const ACCESS_KEY = 'conformance-access-key';

describeAdapter(
  'anthropic (Bedrock)',
  async (situation) => {
    const before = (upstream: Parameters<typeof bedrock>[0]): ReturnType<typeof bedrock> =>
      bedrock(upstream, new Map([[ACCESS_KEY, CONFORMANCE_KEY]]));
    const { url, passed, close } = await serve(situation, bedrockWire, { before });
    const client = new AnthropicBedrock({
      baseURL: url,
      awsRegion: 'us-east-1',
      awsAccessKey: ACCESS_KEY,
      awsSecretKey: CONFORMANCE_KEY,
      maxRetries: situation.retries ?? 0,
    });
    return { adapter: anthropic({ client }), prefix, requests: passed, close };
  },
  { cannot: { 'bounded events': 'AWS bounds its frames, and the SDK reads them' } },
);

describeAdapter('anthropic (Vertex)', async (situation) => {
  const { url, passed, close } = await serve(situation, messagesWire, { before: vertex });
  // What Google's auth library gives the client.
  const authClient = {
    projectId: 'conformance',
    getRequestHeaders: () => Promise.resolve(new Headers({ authorization: `Bearer ${CONFORMANCE_KEY}` })),
  };
  const client = new AnthropicVertex({
    baseURL: `${url}/v1`,
    region: 'europe-west1',
    authClient: authClient as never,
    maxRetries: situation.retries ?? 0,
  });
  return { adapter: anthropic({ client }), prefix, requests: passed, close };
});
