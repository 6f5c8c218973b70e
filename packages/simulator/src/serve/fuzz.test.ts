import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PATHS, post } from '../../test/post.js';
import { MODEL } from '../../test/start.js';

describe('whatever is sent', () => {
  // Any value anywhere in a request, so that every check runs.
  const anything = fc.anything({ maxDepth: 3, withNullPrototype: false, withBigInt: false });
  const block = fc.record(
    {
      type: fc.oneof(fc.constantFrom('text', 'image', 'document', 'tool_use', 'tool_result', 'thinking'), anything),
      text: anything,
      source: anything,
      content: anything,
      input: anything,
      id: anything,
      name: anything,
      tool_use_id: anything,
      cache_control: fc.oneof(fc.constant({ type: 'ephemeral' }), anything),
    },
    { requiredKeys: [] },
  );
  const content = fc.oneof(
    fc.string(),
    fc.array(fc.oneof(block, fc.record({ type: fc.constant('text'), text: fc.string() }))),
    anything,
  );
  const message = fc.oneof(
    { weight: 4, arbitrary: fc.record({ role: fc.constantFrom('user', 'assistant', 'system', 'tool'), content }) },
    anything,
  );
  const request = fc.record(
    {
      model: fc.oneof(fc.constantFrom(MODEL, 'gpt-5', 'gpt-5.6'), anything),
      max_tokens: fc.oneof(fc.nat(100), anything),
      messages: fc.oneof({ weight: 4, arbitrary: fc.array(message) }, anything),
      input: fc.oneof(fc.string(), fc.array(message), anything),
      system: content,
      tools: fc.oneof(
        fc.array(
          fc.oneof(
            fc.record(
              {
                name: fc.string(),
                type: fc.constantFrom('custom', 'function', 'web_search_20250305'),
                input_schema: anything,
                function: anything,
              },
              { requiredKeys: [] },
            ),
            anything,
          ),
        ),
        anything,
      ),
      tool_choice: anything,
      thinking: fc.oneof(fc.constant({ type: 'enabled', budget_tokens: 1024 }), anything),
      output_config: anything,
      cache_control: anything,
      stop_sequences: fc.oneof(fc.array(fc.string()), anything),
      diagnostics: anything,
      prompt_cache_options: anything,
      stream: fc.oneof(fc.boolean(), anything),
    },
    { requiredKeys: [] },
  );

  it.each(PATHS)('%s answers, or refuses as the API does', async (path) => {
    await fc.assert(
      fc.asyncProperty(fc.oneof({ weight: 5, arbitrary: request }, anything), async (body) => {
        const { sound, all } = await post(path, JSON.stringify(body) ?? 'undefined');
        expect({ sound, all }).toMatchObject({ sound: true });
      }),
      { numRuns: 400, seed: 1 },
    );
  });

  it.each(PATHS)('%s takes any bytes', async (path) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const { sound, all } = await post(path, bytes);
        expect({ sound, all }).toMatchObject({ sound: true });
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});
