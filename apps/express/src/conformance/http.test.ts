import { http } from '@forewarm/adapters/http';
import { describeAdapter } from '@forewarm/testing/conformance';
import { cannot, openStack } from './stack.js';

describeAdapter(
  'http',
  async (situation) => {
    const { url, ...stack } = await openStack(situation);
    return { ...stack, adapter: http({ url }) };
  },
  { cannot },
);
