import type { AnthropicBedrock, AnthropicBedrockMantle } from '@anthropic-ai/bedrock-sdk';
import type Anthropic from '@anthropic-ai/sdk';
import type AnthropicFoundry from '@anthropic-ai/foundry-sdk';
import type { AnthropicVertex } from '@anthropic-ai/vertex-sdk';
import type { LanguageModel } from 'ai';
import type OpenAI from 'openai';
import type { AzureOpenAI } from 'openai';
import { expectTypeOf, test } from 'vitest';
import type { AiSdkModel } from './ai-sdk.js';
import type { AnthropicClient } from './anthropic.js';
import type { OpenAiClient } from './openai.js';
import type { ChatClient } from './openai-compatible.js';

test('the clients of every host of the Messages API fit', () => {
  expectTypeOf<Anthropic>().toExtend<AnthropicClient>();
  expectTypeOf<AnthropicVertex>().toExtend<AnthropicClient>();
  expectTypeOf<InstanceType<typeof AnthropicFoundry>>().toExtend<AnthropicClient>();
  expectTypeOf<AnthropicBedrock>().toExtend<AnthropicClient>();
  expectTypeOf<AnthropicBedrockMantle>().toExtend<AnthropicClient>();
});

test('what is no such client does not', () => {
  expectTypeOf<OpenAI>().not.toExtend<AnthropicClient>();
  expectTypeOf<{ messages: { create: string } }>().not.toExtend<AnthropicClient>();
});

test('the OpenAI SDK’s clients fit both adapters, and the AI SDK’s models theirs', () => {
  expectTypeOf<OpenAI>().toExtend<OpenAiClient & ChatClient>();
  expectTypeOf<AzureOpenAI>().toExtend<OpenAiClient & ChatClient>();
  expectTypeOf<Exclude<LanguageModel, string>>().toExtend<AiSdkModel>();
});
